/** Proving once more that it is you, within a session: the password to unlock, a fresh code to step up. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import type { Keys } from '../vault/key-ring.ts'
import { backupCodeUsedEvent, sessionTarget } from './actors.ts'
import type { Attempts, Refusal, Subject } from './attempts.service.ts'
import { findBackupCode, spendBackupCode, unusedBackupCodes } from './backup-code.store.ts'
import type { BackupCodeRow } from './backup-code.store.ts'
import { macOfBackupCode, readBackupCode } from './backup-codes.ts'
import { clockWrong, codeAlreadyUsed, wrongBackupCode, wrongCode } from './code-refusals.ts'
import { inSessionsOf } from './name-key.ts'
import type { PasswordHasher } from './password-hash.ts'
import type { RowSeals } from './row-seals.service.ts'
import type { SessionKeeper } from './session-keeper.service.ts'
import { sessionByTokenHash, stepUpSession, unlockSession } from './session.store.ts'
import type { SessionRow } from './session.store.ts'
import type { StepUps } from './step-ups.ts'
import { checkCode, findClockOffset, msToStepAfter } from './totp.ts'
import { passwordOf, takeCodeStep, userById } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import type { UserRow } from './user.store.ts'

export interface Reauthentication {
  /** The user, whose password this is. Throws INVALID_CREDENTIALS, LOCKED_OUT or TOO_MANY_ATTEMPTS. */
  requirePassword(by: By, session: OpenSession, password: string, step: 'unlock' | 'password-change' | 'master-key-move'): Promise<UserRow>
  /** As `requirePassword`; the answer tells, later and inside a change, whether it still is that user's password. */
  confirmPassword(by: By, session: OpenSession, password: string, step: 'master-key-move'): Promise<(db: Readable) => boolean>
  unlock(by: By, session: OpenSession, password: string): Promise<void>
  /** Until when secrets may be shown. */
  stepUp(by: By, session: OpenSession, code: string): Promise<number>
  /** As `stepUp`, for whoever has lost the authenticator: takes a backup code, which is then used up. */
  stepUpWithBackupCode(by: By, session: OpenSession, backupCode: string): Promise<{ untilMs: number; backupCodesLeft: number }>
}

export interface ReauthenticationOptions {
  database: Database
  keys: Keys
  clock: Clock
  events: LiveEvents
  hasher: PasswordHasher
  attempts: Attempts
  keeper: SessionKeeper
  seals: RowSeals
  stepUps: StepUps
}

export const steppedUpMs = 5 * 60_000

const noSecondFactor = () =>
  new GatehouseError(
    'CONFLICT',
    'You signed in without a second factor, so there is no code to enter. Sign in again and set up an authenticator for this.',
    {},
  )

export const createReauthentication = (options: ReauthenticationOptions): Reauthentication => {
  const { database, keys, clock, events, hasher, attempts, keeper, seals, stepUps } = options
  /** Slips of this session that a right answer of the same kind takes back, so that a day of typing errors locks nobody out. */
  const slips = new Map<string, number>()

  const subjectOf = (session: OpenSession): Subject => ({
    name: session.user.name,
    nameKey: inSessionsOf(session.user.id),
    userId: session.user.id,
  })

  const refuse = async (by: By, session: OpenSession, refusal: Refusal, kind: 'password' | 'code'): Promise<number> => {
    const failure = await attempts.fail(by, subjectOf(session), refusal)
    const slip = `${kind} ${session.id}`
    if (failure.lockedUntilMs === null) slips.set(slip, (slips.get(slip) ?? 0) + 1)
    else slips.delete(slip)
    if (failure.lockedUntilMs !== null) throw attempts.lockedOut(failure.lockedUntilMs)
    return failure.attemptsLeft
  }

  const forgive = (session: OpenSession, kind: 'password' | 'code') => {
    const slip = `${kind} ${session.id}`
    attempts.forgive(inSessionsOf(session.user.id), slips.get(slip) ?? 0)
    slips.delete(slip)
  }

  const requireUser = (session: OpenSession): UserRow => {
    const user = database.read((db) => userById(db, session.user.id))
    if (!user || user.disabled || !seals.userIsRight(user)) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
    return user
  }

  const rowOf = (session: OpenSession): SessionRow => {
    const row = database.read((db) => sessionByTokenHash(db, session.tokenHash))
    if (!row || row.endedAtMs !== null) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
    return row
  }

  const published = (session: OpenSession) => events.publish({ kind: 'session-changed', userId: session.user.id, sessionId: session.id })

  const attempt = <T>(session: OpenSession, run: () => Promise<T>): Promise<T> =>
    attempts.attempt(inSessionsOf(session.user.id), (lockedUntilMs) => {
      if (lockedUntilMs !== null) throw attempts.lockedOut(lockedUntilMs)
      return run()
    })

  const requirePassword: Reauthentication['requirePassword'] = (by, session, password, step) =>
    attempt(session, async () => {
      const user = requireUser(session)
      if (!(await hasher.verifyFirst(passwordOf(user), password))) {
        const attemptsLeft = await refuse(by, session, { step, reason: 'the password was wrong' }, 'password')
        throw new GatehouseError('INVALID_CREDENTIALS', 'This is not your password.', { attemptsLeft })
      }
      forgive(session, 'password')
      return user
    })

  const backupCodeOf = (user: UserRow, typed: string): BackupCodeRow | null => {
    const code = readBackupCode(typed)
    if (code === null) return null
    const mac = macOfBackupCode(keys.ring(), user.id, code)
    return database.read((db) => findBackupCode(db, user.id, mac))
  }

  /** `how`: with what; `write` uses it up in the same transaction, or throws. */
  const grantStepUp = async (
    by: By,
    session: OpenSession,
    how: string,
    events: AuditEvent[],
    write: (tx: Writable) => void,
  ): Promise<number> => {
    const row = rowOf(session)
    const untilMs = clock.now() + steppedUpMs
    const steppedUp: AuditEvent = {
      action: 'session.stepped-up',
      severity: 'low',
      message: `${row.userName} entered ${how}: secrets may be shown for 5 minutes`,
      target: sessionTarget(row),
      detail: { untilMs },
    }
    await database.change(by, [...events, steppedUp], (tx) => {
      write(tx)
      if (!stepUpSession(tx, row.id, untilMs)) throw new GatehouseError('SESSION_LOCKED', 'This session is locked.', {})
    })
    stepUps.entered(row.id, untilMs)
    forgive(session, 'code')
    published(session)
    return untilMs
  }

  return {
    requirePassword,

    confirmPassword: async (by, session, password, step) => {
      const { id, name, passwordHash, opensVault } = await requirePassword(by, session, password, step)
      if (!opensVault)
        throw new GatehouseError('CONFLICT', `The password of ${name} may not open the vault: another administrator gives that right.`, {})
      return (db) => userById(db, id)?.passwordHash === passwordHash
    },

    unlock: async (by, session, password) => {
      if (!session.locked) return
      await requirePassword(by, session, password, 'unlock')
      const row = rowOf(session)
      await database.change(
        by,
        { action: 'session.unlocked', message: `${row.userName} unlocked the session (${row.device})`, target: sessionTarget(row) },
        (tx) => {
          if (!unlockSession(tx, row.id, clock.now())) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
        },
      )
      keeper.unlocked(row.id)
      published(session)
      keeper.settleAll()
    },

    stepUp: (by, session, code) =>
      attempt(session, async () => {
        const user = requireUser(session)
        const ring = keys.ring()
        if (!user.mfaSecret) throw noSecondFactor()
        const secret = ring.open(user.mfaSecret, totpBinding(user.id, user.mfaVersion))
        const nowMs = clock.now()
        const verdict = checkCode(secret, code, nowMs, user.lastCodeStep)
        if (verdict.kind === 'used') {
          await attempts.enterRefusal(by, subjectOf(session), { step: 'step-up', reason: 'the code was used before' })
          throw codeAlreadyUsed(verdict.nextInMs)
        }
        if (verdict.kind === 'wrong') {
          const attemptsLeft = await refuse(by, session, { step: 'step-up', reason: 'the code was wrong' }, 'code')
          const offsetMs = await findClockOffset(secret, code, nowMs)
          throw offsetMs === null ? wrongCode(attemptsLeft) : clockWrong(offsetMs)
        }
        return grantStepUp(by, session, 'a fresh code', [], (tx) => {
          if (!takeCodeStep(tx, user.id, verdict.step)) throw codeAlreadyUsed(msToStepAfter(verdict.step, nowMs))
        })
      }),

    stepUpWithBackupCode: (by, session, typed) =>
      attempt(session, async () => {
        const user = requireUser(session)
        if (!user.mfaSecret) throw noSecondFactor()
        const found = backupCodeOf(user, typed)
        if (!found || found.usedAtMs !== null) {
          const reason = found ? 'the backup code was used before' : 'the backup code was wrong'
          const attemptsLeft = await refuse(by, session, { step: 'step-up', reason }, 'code')
          throw wrongBackupCode(found !== null, attemptsLeft)
        }
        const left = database.read((db) => unusedBackupCodes(db, user.id)) - 1
        const untilMs = await grantStepUp(by, session, 'a backup code', [backupCodeUsedEvent(user, found.position, left)], (tx) => {
          if (!spendBackupCode(tx, user.id, found.position, clock.now())) throw wrongCode(null)
        })
        return { untilMs, backupCodesLeft: left }
      }),
  }
}
