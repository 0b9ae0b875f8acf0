/** Whether rows that let somebody in are as Gatehouse wrote them, while the vault is open; seals those from before, and tells of wrong ones. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database, Writable } from '../../database/database.ts'
import type { KeyRing, Keys } from '../vault/key-ring.ts'
import { bySystem, userTarget } from './actors.ts'
import { invitationFieldsOf } from './invitation-seal.ts'
import type { InvitationRow } from './invitation.store.ts'
import { sealedText, sealIsRight } from './row-seal.ts'
import type { SealedField, SealedKind } from './row-seal.ts'
import { endUnsealedSessions, sealedAction, sealFromBefore, usersFromBefore } from './row-seals.store.ts'
import { sessionFieldsOf } from './session-seal.ts'
import type { SessionRow } from './session.store.ts'
import { sealedFieldsOf } from './user-seal.ts'
import { allUsers, sealAsItIs, userById } from './user.store.ts'
import type { UserChange, UserRow } from './user.store.ts'

export interface RowSeals {
  /** Seals the rows from before, once; done by itself when the vault opens, and by the sign-in that opens it. */
  sealBefore(ring: KeyRing): void
  /** By the open vault, or by the ring that a sign-in brings along; true where there is neither: then it cannot be told. */
  userIsRight(row: UserRow, ring?: KeyRing): boolean
  /** The session, and the row of its user as it stands beside it. */
  sessionIsRight(row: SessionRow): boolean
  /** As `userIsRight`. */
  invitationIsRight(row: InvitationRow, ring?: KeyRing): boolean
  /** Takes a row for right as it stands, with `change`. */
  accept(tx: Writable, ring: KeyRing, row: UserRow, change: UserChange): void
}

export interface RowSealsOptions {
  database: Database
  keys: Keys
  clock: Clock
  events: LiveEvents
  logger: Logger
}

const mostRemembered = 10_000

export const createRowSeals = ({ database, keys, clock, events, logger }: RowSealsOptions): RowSeals => {
  /** What was found right, by its content: hashed once, then only compared. */
  const found = new Map<string, string>()
  /** The newest version of each user that was right: an older row with its own old seal is not. */
  const newest = new Map<string, number>()
  const told = new Map<string, string>()

  const isRight = (ring: KeyRing, kind: SealedKind, id: string, fields: readonly SealedField[], seal: string | null): boolean => {
    const key = `${kind} ${id}`
    const content = `${seal}${sealedText(fields)}`
    if (found.get(key) === content) return true
    if (!sealIsRight(ring, kind, fields, seal)) return false
    if (found.size >= mostRemembered) found.clear()
    found.set(key, content)
    return true
  }

  const openRing = (): KeyRing | null => (keys.state().kind === 'open' ? keys.ring() : null)

  const tell = (row: UserRow): void => {
    const content = `${row.rowSeal}${sealedText(sealedFieldsOf(row))}`
    if (told.get(row.id) === content) return
    told.set(row.id, content)
    // Streams of that user are looked at again; not now, in the middle of whatever asked.
    Promise.resolve()
      .then(() => events.publish({ kind: 'session-changed', userId: row.id, sessionId: null }))
      .catch((error: unknown) => logger.error({ err: error, userId: row.id }, 'the windows of a user could not be told'))
    database
      .append(bySystem, {
        action: 'user.tampered',
        severity: 'critical',
        outcome: 'refused',
        message: `The row of ${row.name} was changed by something that is not Gatehouse; nobody gets in with it until an administrator looks at it`,
        target: userTarget(row),
        detail: { role: row.role, disabled: row.disabled === 1, version: row.version, sealed: row.rowSeal !== null },
      })
      .catch((error: unknown) => {
        told.delete(row.id)
        logger.error({ err: error, userId: row.id }, 'a row that was changed from outside could not be entered in the log')
      })
  }

  const userIsRight: RowSeals['userIsRight'] = (row, given) => {
    const ring = given ?? openRing()
    if (!ring) return true
    const newestVersion = newest.get(row.id) ?? 0
    if (row.version >= newestVersion && isRight(ring, 'user', row.id, sealedFieldsOf(row), row.rowSeal)) {
      newest.set(row.id, row.version)
      return true
    }
    tell(row)
    return false
  }

  const sealBefore = (ring: KeyRing): void => {
    if (database.read((db) => usersFromBefore(db, ring)).length === 0) return
    database
      .change(
        bySystem,
        (sealed: { name: string }[]) => ({
          action: sealedAction,
          severity: 'medium',
          message: `The rows of ${sealed.map(({ name }) => name).join(', ')} were sealed for the first time; from now on a change from outside is noticed. Sessions from before have ended`,
          detail: { users: sealed.length },
        }),
        (tx) => {
          const before = usersFromBefore(tx, ring)
          for (const one of before) sealFromBefore(tx, ring, one)
          endUnsealedSessions(tx, clock.now())
          return before.map(({ row }) => row)
        },
      )
      .catch((error: unknown) => logger.error({ err: error }, 'the rows of users could not be sealed'))
  }

  keys.whenOpen((ring) => {
    sealBefore(ring)
    // Who came in while nothing could be told is looked at now, and so are their sessions.
    for (const row of database.read(allUsers)) {
      userIsRight(row, ring)
      events.publish({ kind: 'session-changed', userId: row.id, sessionId: null })
    }
  })

  return {
    sealBefore,
    userIsRight,

    sessionIsRight: (row) => {
      const ring = openRing()
      if (!ring) return true
      if (!isRight(ring, 'session', row.id, sessionFieldsOf(row), row.seal)) return false
      const user = database.read((db) => userById(db, row.userId))
      return user?.role === row.userRole && user.disabled === row.userDisabled && userIsRight(user, ring)
    },

    invitationIsRight: (row, given) => {
      const ring = given ?? openRing()
      return !ring || isRight(ring, 'invitation', row.id, invitationFieldsOf(row), row.seal)
    },

    accept: (tx, ring, row, change) => sealAsItIs(tx, ring, row, change, Math.max(row.version, newest.get(row.id) ?? 0) + 1),
  }
}
