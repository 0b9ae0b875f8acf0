/** Locks and ends sessions, each with its entry, and does so by itself when their time has come. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { EndReason, LockReason } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { AccessSettings } from './access-settings.ts'
import { sessionRulesOf } from './access-settings.ts'
import { bySystem, sessionTarget } from './actors.ts'
import { durationWords } from './duration-words.ts'
import { dueOf, expiryOf, nextDeadlineOf } from './session-deadlines.ts'
import type { Due } from './session-deadlines.ts'
import { endSession, liveSessions, lockSession } from './session.store.ts'
import type { SessionRow } from './session.store.ts'

export interface SessionKeeper {
  lock(by: By, rows: readonly SessionRow[], why: LockReason): Promise<void>
  end(by: By, rows: readonly SessionRow[], why: EndReason, eventOf: (row: SessionRow) => Omit<AuditEvent, 'target'>): Promise<void>
  /** Locks or ends the session if its time has come, and says which; answers at once, also where it cannot be written down. */
  settle(row: SessionRow): Due | null
  /** After its password was right. */
  unlocked(id: string): void
  /** With the lock that this process put on it, also where another program took it out of the row. */
  withLock(row: SessionRow): SessionRow
  /** Settles all and sleeps until the next deadline; after a session was opened or a limit changed. */
  settleAll(): void
  stop(): void
}

export interface SessionKeeperOptions {
  database: Database
  clock: Clock
  settings: AccessSettings
  events: LiveEvents
  logger: Logger
}

/** The wall clock may jump, so deadlines are looked at this often at least; and no oftener than twice a second. */
const longestNapMs = 30_000
const shortestNapMs = 500

const lockMessages: Record<LockReason, string> = {
  idle: 'was locked because nobody used it',
  user: 'was locked',
  screen: 'was locked with the screen',
  suspend: 'was locked before the machine went to sleep',
}

const nameOf = (row: SessionRow): string => `The session of ${row.userName} (${row.device})`

export const createSessionKeeper = ({ database, clock, settings, events, logger }: SessionKeeperOptions): SessionKeeper => {
  let cancelNap = () => {}
  let stopped = false
  const locks = new Map<string, Pick<SessionRow, 'lockedAtMs' | 'lockedWhy'>>()

  const published = (rows: readonly SessionRow[]) => {
    for (const row of rows) events.publish({ kind: 'session-changed', userId: row.userId, sessionId: row.id })
  }

  const lock: SessionKeeper['lock'] = async (by, rows, why) => {
    const lockedAtMs = clock.now()
    await database.change(
      by,
      rows.map((row) => ({
        action: 'session.locked',
        message: `${nameOf(row)} ${lockMessages[why]}`,
        target: sessionTarget(row),
        detail: { why },
      })),
      (tx) => {
        for (const row of rows)
          if (!lockSession(tx, row.id, why, lockedAtMs))
            throw new GatehouseError('CONFLICT', 'This session is locked already or has ended.', {})
      },
    )
    for (const { id } of rows) locks.set(id, { lockedAtMs, lockedWhy: why })
    published(rows)
  }

  const end: SessionKeeper['end'] = async (by, rows, why, eventOf) => {
    await database.change(
      by,
      rows.map((row) => ({ ...eventOf(row), target: sessionTarget(row) })),
      (tx) => {
        for (const row of rows)
          if (!endSession(tx, row.id, why, clock.now())) throw new GatehouseError('NOT_FOUND', 'This session has ended already.', {})
      },
    )
    published(rows)
  }

  const expire = (row: SessionRow) =>
    end(bySystem, [row], 'expired', () => ({
      action: 'session.expired',
      message: `${nameOf(row)} ended after ${durationWords(expiryOf(row, sessionRulesOf(settings)) - row.createdAtMs)}`,
    }))

  const endForEnrolment = (row: SessionRow) =>
    end(bySystem, [row], 'revoked', () => ({
      action: 'session.revoked',
      severity: 'medium',
      message: `${nameOf(row)} ended: it had no second factor, and ${row.userName} must have one`,
      detail: { user: row.userName },
    }))

  const act: Record<Due, (row: SessionRow) => Promise<void>> = {
    lock: (row) => lock(bySystem, [row], 'idle'),
    expire,
    enrol: endForEnrolment,
  }

  const settle = (row: SessionRow): Due | null => {
    const due = dueOf(row, sessionRulesOf(settings), clock.now())
    if (due === null) return null
    act[due](row).catch((error: unknown) => logger.error({ err: error, sessionId: row.id, due }, 'a session could not be settled'))
    return due
  }

  const nap = (ms: number) => {
    cancelNap = clock.after(ms, settleAll)
  }

  const settleAll = (): void => {
    cancelNap()
    if (stopped) return
    try {
      for (const row of database.read(liveSessions)) settle(row)
      const rules = sessionRulesOf(settings)
      const live = database.read(liveSessions)
      const ids = new Set(live.map(({ id }) => id))
      for (const id of locks.keys()) if (!ids.has(id)) locks.delete(id)
      const deadlines = live.map((row) => nextDeadlineOf(row, rules))
      if (deadlines.length > 0) nap(Math.min(Math.max(Math.min(...deadlines) - clock.now(), shortestNapMs), longestNapMs))
    } catch (error) {
      logger.error({ err: error }, 'the sessions could not be looked through')
      nap(longestNapMs)
    }
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'settings-changed') settleAll()
  })
  settleAll()

  return {
    lock,
    end,
    settle,
    unlocked: (id) => void locks.delete(id),
    withLock: (row) => {
      const lock = row.lockedAtMs === null ? locks.get(row.id) : undefined
      return lock ? { ...row, ...lock } : row
    },
    settleAll,
    stop: () => {
      stopped = true
      cancelNap()
      unsubscribe()
    },
  }
}
