/** Sessions: opened by a full sign-in, identified by their token, listed and revoked by their user. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { SessionGrant, SessionState } from '../../../shared/contract/access.ts'
import type { Session } from '../../../shared/contract/account.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { Identity, OpenSession } from '../handlers.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { sessionRulesOf } from './access-settings.ts'
import { bySystem, byUser, sessionTarget } from './actors.ts'
import { deviceNameOf } from './device-name.ts'
import type { RowSeals } from './row-seals.service.ts'
import { dueOf, expiryOf } from './session-deadlines.ts'
import type { SessionKeeper } from './session-keeper.service.ts'
import {
  deleteSessionsEndedBefore,
  insertSession,
  liveSessions,
  liveSessionsOf,
  noteLastInput,
  sessionByTokenHash,
  stepUpSession,
} from './session.store.ts'
import type { SessionRow } from './session.store.ts'
import type { StepUps } from './step-ups.ts'
import { noteLastSeen, userOf } from './user.store.ts'
import type { UserRow } from './user.store.ts'

/** What is known of whoever asks. */
export interface CallerFacts {
  source: string
  userAgent: string
}

export interface Opening {
  user: Pick<UserRow, 'id' | 'name' | 'role'>
  /** How, for the log: "mara signed in with a code". */
  message: string
  /** What happens with it, entered before it. */
  events: AuditEvent[]
  /** Signing in proved enough to show secrets for so long; nothing unless said. */
  steppedUpForMs?: number
  /** What the code was checked with: it seals the session's row. */
  ring: KeyRing
  /** In the transaction that opens the session; throws to stop it. */
  write(tx: Writable): void
}

export interface Sessions {
  /** Locks or ends what is due before it answers. */
  identify(token: string | null): Identity
  stateOf(identity: Identity): SessionState
  open(by: By, caller: CallerFacts, opening: Opening): Promise<SessionGrant>
  lock(by: By, session: OpenSession, why: 'user' | 'screen' | 'suspend'): Promise<void>
  /** All that are open, because of something that happened outside the page. */
  lockAll(why: 'screen' | 'suspend' | 'user'): Promise<void>
  signOut(by: By, session: OpenSession): Promise<void>
  noteInput(session: OpenSession): void
  list(session: OpenSession): Session[]
  revoke(by: By, session: OpenSession, id: string): Promise<void>
  /** How many ended. */
  revokeOthers(by: By, session: OpenSession): Promise<number>
  /** Of any user, as `session` sees them. */
  listOf(session: OpenSession, userId: string): Session[]
  /** A session of any user. */
  revokeOf(by: By, session: OpenSession, userId: string, id: string): Promise<void>
  /** All of a user but the one that asks; how many ended. */
  revokeAllOf(by: By, session: OpenSession, userId: string): Promise<number>
  isOpen(sessionId: string): boolean
  /** What a session may, as long as it stays so; null where it is locked or has ended. */
  standing(sessionId: string): string | null
  /** Any session of anybody is open, and not locked. */
  anybodyIsThere(): boolean
}

export interface SessionsOptions {
  database: Database
  ids: Ids
  clock: Clock
  settings: AccessSettings
  events: LiveEvents
  logger: Logger
  keeper: SessionKeeper
  seals: RowSeals
  stepUps: StepUps
}

/** How long an ended session is remembered, so that its window can be told why. */
const rememberedMs = 30 * 24 * 3_600_000
const longestToken = 128
/** How often the last use of a user is noted. */
const seenEveryMs = 60_000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export const createSessions = ({ database, ids, clock, settings, events, logger, keeper, seals, stepUps }: SessionsOptions): Sessions => {
  const openSessionOf = (row: SessionRow): OpenSession => ({
    id: row.id,
    user: userOf({ id: row.userId, name: row.userName, role: row.userRole }),
    tokenHash: row.tokenHash,
    locked: row.lockedAtMs !== null,
    steppedUpUntilMs: stepUps.untilOf(row),
    expiresAtMs: expiryOf(row, sessionRulesOf(settings)),
  })

  const sessionsOf = (userId: string): SessionRow[] => database.read((db) => liveSessionsOf(db, userId))
  const ownSessions = (session: OpenSession): SessionRow[] => sessionsOf(session.user.id)

  const ownSession = (session: OpenSession, id: string): SessionRow => {
    const row = ownSessions(session).find((one) => one.id === id)
    if (!row) throw new GatehouseError('NOT_FOUND', 'You have no such session. It may have ended already.', {})
    return row
  }

  const isOpen = (row: SessionRow): boolean =>
    keeper.withLock(row).lockedAtMs === null &&
    !row.userDisabled &&
    dueOf(row, sessionRulesOf(settings), clock.now()) === null &&
    seals.sessionIsRight(row)

  const whose = (session: OpenSession, row: SessionRow): string => {
    if (row.id === session.id) return 'this session'
    return row.userId === session.user.id ? 'another own session' : `a session of ${row.userName}`
  }
  const revokedEvent = (session: OpenSession) => (row: SessionRow) => ({
    action: 'session.revoked',
    severity: row.userId === session.user.id ? ('low' as const) : ('medium' as const),
    message: `${session.user.name} ended ${whose(session, row)} (${row.device})`,
    detail: { user: row.userName },
  })

  const seen = (userId: string): void => {
    const atMs = clock.now()
    try {
      database.note(noteLastSeen, { userId, atMs, beforeMs: atMs - seenEveryMs })
    } catch (error) {
      logger.warn({ err: error }, 'when a user was last seen could not be noted')
    }
  }

  const listed = (rows: SessionRow[], currentId: string): Session[] =>
    rows.map((row) => ({
      id: row.id,
      current: row.id === currentId,
      device: row.device,
      address: row.address,
      createdAtMs: row.createdAtMs,
      lastInputAtMs: row.lastInputAtMs,
      expiresAtMs: expiryOf(row, sessionRulesOf(settings)),
      locked: row.lockedAtMs !== null,
    }))

  return {
    identify: (token) => {
      if (token === null) return { kind: 'none' }
      const found = token.length > longestToken ? null : database.read((db) => sessionByTokenHash(db, hashOf(token)))
      if (!found) return { kind: 'ended', why: 'unknown' }
      const row = keeper.withLock(found)
      if (row.endedAtMs !== null) return { kind: 'ended', why: row.endedWhy ?? 'unknown' }
      if (row.userDisabled || !seals.sessionIsRight(row)) return { kind: 'ended', why: 'revoked' }
      const due = keeper.settle(row)
      if (due === 'expire') return { kind: 'ended', why: 'expired' }
      if (due === 'enrol') return { kind: 'ended', why: 'revoked' }
      const session = openSessionOf(row)
      if (due === 'lock')
        return { kind: 'locked', session: { ...session, locked: true, steppedUpUntilMs: null }, sinceMs: clock.now(), why: 'idle' }
      if (row.lockedAtMs !== null) return { kind: 'locked', session, sinceMs: row.lockedAtMs, why: row.lockedWhy ?? 'user' }
      return { kind: 'open', session }
    },

    stateOf: (identity) => {
      if (identity.kind === 'none' || identity.kind === 'ended') return identity
      const { session } = identity
      if (identity.kind === 'locked') return { kind: 'locked', user: session.user, sinceMs: identity.sinceMs, why: identity.why }
      return {
        kind: 'open',
        user: session.user,
        sessionId: session.id,
        expiresAtMs: session.expiresAtMs,
        idleLockAfterMs: sessionRulesOf(settings).idleLockMs,
        steppedUpUntilMs: session.steppedUpUntilMs,
      }
    },

    open: async (by, caller, { user, message, events: before, ring, steppedUpForMs = 0, write }) => {
      const nowMs = clock.now()
      const token = ids.token()
      const session = {
        id: ids.next(),
        userId: user.id,
        tokenHash: hashOf(token),
        device: deviceNameOf(caller.userAgent),
        address: caller.source,
        createdAtMs: nowMs,
        expiresAtMs: nowMs + sessionRulesOf(settings).absoluteMs,
      }
      const opened: AuditEvent = {
        action: 'session.opened',
        message,
        target: sessionTarget({ id: session.id, userName: user.name, device: session.device }),
        detail: { device: session.device, expiresAtMs: session.expiresAtMs },
      }
      await database.change(byUser(by, user), [...before, opened], (tx) => {
        write(tx)
        insertSession(tx, ring, session)
        if (steppedUpForMs > 0) stepUpSession(tx, session.id, nowMs + steppedUpForMs)
        deleteSessionsEndedBefore(tx, nowMs - rememberedMs)
      })
      seen(user.id)
      if (steppedUpForMs > 0) stepUps.entered(session.id, nowMs + steppedUpForMs)
      events.publish({ kind: 'session-changed', userId: user.id, sessionId: session.id })
      keeper.settleAll()
      return { token, sessionId: session.id, user: userOf(user), expiresAtMs: session.expiresAtMs }
    },

    lock: async (by, session, why) => keeper.lock(by, [ownSession(session, session.id)], why),

    lockAll: async (why) => {
      const rows = database.read(liveSessions).filter((row) => row.lockedAtMs === null)
      if (rows.length > 0) await keeper.lock(bySystem, rows, why)
    },

    signOut: async (by, session) => {
      await keeper.end(by, [ownSession(session, session.id)], 'signed-out', (row) => ({
        action: 'session.signed-out',
        message: `${row.userName} signed out (${row.device})`,
      }))
      seen(session.user.id)
    },

    noteInput: (session) => {
      try {
        database.note(noteLastInput, { id: session.id, atMs: clock.now() })
        seen(session.user.id)
      } catch (error) {
        // Nothing is lost but time before the lock, so a full disk does not stop whoever is at work.
        logger.warn({ err: error }, 'the last input could not be noted')
      }
    },

    list: (session) => listed(ownSessions(session), session.id),
    listOf: (session, userId) => listed(sessionsOf(userId), session.id),

    revoke: async (by, session, id) => keeper.end(by, [ownSession(session, id)], 'revoked', revokedEvent(session)),

    revokeOthers: async (by, session) => {
      const others = ownSessions(session).filter((row) => row.id !== session.id)
      if (others.length > 0) await keeper.end(by, others, 'revoked', revokedEvent(session))
      return others.length
    },

    revokeOf: async (by, session, userId, id) => {
      if (id === session.id) throw new GatehouseError('CONFLICT', 'This is the session you are in. Sign out instead.', {})
      const row = sessionsOf(userId).find((one) => one.id === id)
      if (!row) throw new GatehouseError('NOT_FOUND', 'There is no such session. It may have ended already.', {})
      await keeper.end(by, [row], 'revoked', revokedEvent(session))
    },

    revokeAllOf: async (by, session, userId) => {
      const rows = sessionsOf(userId).filter((row) => row.id !== session.id)
      if (rows.length > 0) await keeper.end(by, rows, 'revoked', revokedEvent(session))
      return rows.length
    },

    standing: (sessionId) => {
      const row = database.read(liveSessions).find((one) => one.id === sessionId)
      return row && isOpen(row) ? row.userRole : null
    },
    isOpen: (sessionId) => database.read(liveSessions).some((row) => row.id === sessionId && isOpen(row)),
    anybodyIsThere: () => database.read(liveSessions).some(isOpen),
  }
}
