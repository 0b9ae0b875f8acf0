/** Counts failures by name, known or not; slows guessing, locks, and enters each refusal in the log. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import type { AccessSettings } from './access-settings.ts'
import { attemptRulesOf } from './access-settings.ts'
import { afterFailure, attemptsLeft, standingOf } from './attempt-policy.ts'
import type { AttemptRecord } from './attempt-policy.ts'
import { durationWords } from './duration-words.ts'
import { inSessionsOf, nameHashOf, shownNameOf } from './name-key.ts'
import { clearFailures, failuresOf, keptNames, noteFailure, noteForgiveness, noteOldestFailures } from './sign-in-failure.store.ts'

/** Who tries: a name as typed, and the user behind it where there is one. */
export interface Subject {
  name: string
  nameKey: string
  userId: string | null
}

/** `reason` for the log alone: "the password was wrong". */
export interface Refusal {
  step: 'password' | 'code' | 'backup-code' | 'unlock' | 'step-up' | 'password-change' | 'master-key-move'
  reason: string
}

export interface Failure {
  attemptsLeft: number
  /** Set where this failure was one too many. */
  lockedUntilMs: number | null
}

export interface Attempts {
  /**
   * Runs one attempt on a name. Until it ends it counts as failed, so that guessing in parallel gains nothing.
   * Throws TOO_MANY_ATTEMPTS without running it; during a lock it runs and is told until when.
   */
  attempt<T>(nameKey: string, run: (lockedUntilMs: number | null) => Promise<T>): Promise<T>
  /** Counts a failure and enters it. */
  fail(by: By, subject: Subject, refusal: Refusal): Promise<Failure>
  /** Enters a refusal that does not count: during a lock, or of a right code used twice. */
  enterRefusal(by: By, subject: Subject, refusal: Refusal): Promise<void>
  /** After a full sign-in, in its transaction: also what went wrong in sessions of this user. */
  clear(tx: Writable, user: { id: string; nameKey: string }): void
  /** Takes back failures of the same person that a right answer has explained. */
  forgive(nameKey: string, count: number): void
  lockedOut(untilMs: number): GatehouseError<'LOCKED_OUT'>
}

export interface AttemptsOptions {
  database: Database
  /** For refusals: a stranger can repeat them. */
  repeated: Pick<RepeatedEvents, 'append'>
  clock: Clock
  settings: AccessSettings
  logger: Logger
}

export const createAttempts = ({ database, repeated, clock, settings, logger }: AttemptsOptions): Attempts => {
  const underWay = new Map<string, number>()
  /** Where the disk takes no more, guessing is still counted. */
  const unwritten = new Map<string, AttemptRecord>()

  const append = (by: By, event: AuditEvent): Promise<void> =>
    database.append(by, event).then(
      () => {},
      (error: unknown) => logger.error({ err: error, action: event.action }, 'a refusal could not be entered in the log'),
    )

  const recordOf = (nameHash: string) => unwritten.get(nameHash) ?? database.read((db) => failuresOf(db, nameHash))

  const keep = (nameHash: string, ofUser: boolean, record: AttemptRecord) => {
    try {
      database.note(noteFailure, { nameHash, ofUser: ofUser ? 1 : 0, ...record })
      database.note(noteOldestFailures, { kept: keptNames })
      unwritten.delete(nameHash)
    } catch (error) {
      logger.error({ err: error }, 'a failed sign-in could not be counted on disk')
      const oldest = unwritten.keys().next()
      if (unwritten.size >= keptNames && !oldest.done) unwritten.delete(oldest.value)
      unwritten.set(nameHash, record)
    }
  }

  const targetOf = ({ userId, name }: Subject) => ({ kind: 'user', id: userId, name: shownNameOf(name) })

  const enterRefusal: Attempts['enterRefusal'] = (by, subject, { step, reason }) =>
    repeated.append(
      by,
      {
        action: 'sign-in.refused',
        severity: 'low',
        outcome: 'refused',
        target: targetOf(subject),
        message: `${actOf[step]} “${shownNameOf(subject.name)}” was refused: ${reason}`,
        detail: { step },
      },
      { class: 'sign-in.refused', source: by.source, consumer: nameHashOf(subject.nameKey) },
    )

  return {
    attempt: async (nameKey, run) => {
      const nameHash = nameHashOf(nameKey)
      const others = underWay.get(nameHash) ?? 0
      const standing = standingOf(recordOf(nameHash), others, clock.now())
      if (standing.kind === 'wait') {
        const { retryAfterMs } = standing
        throw new GatehouseError('TOO_MANY_ATTEMPTS', `Too fast. Try again in ${durationWords(retryAfterMs)}.`, { retryAfterMs })
      }
      underWay.set(nameHash, others + 1)
      try {
        return await run(standing.kind === 'locked' ? standing.untilMs : null)
      } finally {
        const left = underWay.get(nameHash)! - 1
        if (left > 0) underWay.set(nameHash, left)
        else underWay.delete(nameHash)
      }
    },

    fail: async (by, subject, refusal) => {
      const rules = attemptRulesOf(settings)
      const nameHash = nameHashOf(subject.nameKey)
      const nowMs = clock.now()
      const record = afterFailure(recordOf(nameHash), nowMs, rules)
      keep(nameHash, subject.userId !== null, record)
      await enterRefusal(by, subject, refusal)
      const { lockedUntilMs } = record
      if (lockedUntilMs !== null)
        await append(by, {
          action: 'sign-in.locked-out',
          severity: 'high',
          outcome: 'refused',
          target: targetOf(subject),
          message: `${lockedOf(refusal.step)} “${shownNameOf(subject.name)}” is locked for ${durationWords(lockedUntilMs - nowMs)} after ${rules.failuresBeforeLock} failures`,
          detail: { untilMs: lockedUntilMs, locks: record.locks },
        })
      return { attemptsLeft: lockedUntilMs === null ? attemptsLeft(record, rules) : 0, lockedUntilMs }
    },

    enterRefusal,

    clear: (tx, { id, nameKey }) => {
      for (const nameHash of [nameHashOf(nameKey), nameHashOf(inSessionsOf(id))]) {
        unwritten.delete(nameHash)
        clearFailures(tx, nameHash)
      }
    },

    forgive: (nameKey, count) => {
      if (count > 0) database.note(noteForgiveness, { nameHash: nameHashOf(nameKey), count })
    },

    lockedOut: (untilMs) =>
      new GatehouseError(
        'LOCKED_OUT',
        `Too many failed attempts: locked for ${durationWords(untilMs - clock.now())}. Signing in with the right password and a backup code works meanwhile.`,
        { untilMs },
      ),
  }
}

const signInSteps = new Set<Refusal['step']>(['password', 'code', 'backup-code'])
const lockedOf = (step: Refusal['step']): string => (signInSteps.has(step) ? 'Sign-in as' : 'Proving presence in a session of')

const actOf: Record<Refusal['step'], string> = {
  password: 'A sign-in as',
  code: 'A sign-in as',
  'backup-code': 'A sign-in as',
  unlock: 'An unlock by',
  'step-up': 'A step-up by',
  'password-change': 'A change of password by',
  'master-key-move': 'A move of the master key by',
}
