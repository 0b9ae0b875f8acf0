/** Users as administrators manage them: who there is, what they may, kept out and helped in again. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Session } from '../../../shared/contract/account.ts'
import type { Invitation, InvitationGrant, ManagedUser } from '../../../shared/contract/users.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { roleMay } from '../../../shared/permissions.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import type { KeyRing, Keys } from '../vault/key-ring.ts'
import { invitationTarget, userTarget } from './actors.ts'
import { unusedBackupCodes } from './backup-code.store.ts'
import { withdrawMadeBy } from './invitation.store.ts'
import type { Invitations } from './invitations.service.ts'
import { requireManager } from './manager.store.ts'
import type { MfaPolicy } from './mfa-policy.service.ts'
import { repairOf } from './repair-row.ts'
import type { RowSeals } from './row-seals.service.ts'
import { dropStepUpsOf, endSessionsOf, liveSessionsOf } from './session.store.ts'
import type { Sessions } from './sessions.service.ts'
import { userIsSealed } from './user-seal.ts'
import {
  allUsers,
  changeUser,
  clearAuthenticator,
  disableUnsealed,
  passwordOf,
  rowWasTampered,
  userById,
  voidPassword,
} from './user.store.ts'
import type { UserRow } from './user.store.ts'

/** Which row of a user somebody saw; another one by now is a CONFLICT. */
interface Seen {
  id: string
  version: number
}

export interface Users {
  list(): { users: ManagedUser[]; invitations: Invitation[] }
  /** All throw NOT_FOUND, or CONFLICT where it was changed meanwhile, is one's own, or would leave nobody to let people in. */
  changeRole(by: By, session: OpenSession, input: Seen & { role: Role; opensVault: boolean }): Promise<ManagedUser>
  setDisabled(by: By, session: OpenSession, input: Seen & { disabled: boolean }): Promise<ManagedUser>
  resetMfa(by: By, session: OpenSession, input: Seen): Promise<ManagedUser>
  resetPassword(by: By, session: OpenSession, input: Seen): Promise<InvitationGrant>
  acceptRow(by: By, session: OpenSession, input: Seen): Promise<ManagedUser>
  sessions(session: OpenSession, id: string): Session[]
  revokeSession(by: By, session: OpenSession, input: { id: string; sessionId: string }): Promise<void>
  revokeSessions(by: By, session: OpenSession, id: string): Promise<number>
}

export interface UsersOptions {
  database: Database
  keys: Keys
  clock: Clock
  events: LiveEvents
  invitations: Invitations
  sessions: Sessions
  seals: RowSeals
  mfa: MfaPolicy
}

const conflict = (sentence: string) => new GatehouseError('CONFLICT', sentence, {})
const changedMeanwhile = (name: string) => conflict(`${name} was changed meanwhile. Look again.`)
const lastSlot = (name: string) =>
  conflict(
    `The password of ${name} is the only one that opens the vault after a start. First let another user who may open the vault sign in, or move the master key to another place.`,
  )

export const createUsers = (options: UsersOptions): Users => {
  const { database, keys, clock, events, invitations, sessions, seals, mfa } = options

  const require = (db: Readable, id: string): UserRow => {
    const user = userById(db, id)
    if (!user) throw new GatehouseError('NOT_FOUND', 'There is no such user.', {})
    return user
  }

  const slotOf = (user: UserRow): ManagedUser['keySlot'] => {
    const held = keys.holdsSlot(user.id)
    if (held === null) return 'not-needed'
    if (held) return 'held'
    return user.opensVault ? 'next-sign-in' : 'none'
  }

  const viewOf = (user: UserRow): ManagedUser => ({
    id: user.id,
    name: user.name,
    role: user.role,
    disabled: user.disabled === 1,
    mfaEnrolledAtMs: user.mfaSecret === null ? null : user.mfaEnrolledAtMs,
    mfaRequired: mfa.requires(user),
    backupCodesLeft: database.read((db) => unusedBackupCodes(db, user.id)),
    lastSeenAtMs: user.lastSeenAtMs,
    sessions: database.read((db) => liveSessionsOf(db, user.id)).length,
    opensVault: user.opensVault === 1,
    keySlot: slotOf(user),
    createdAtMs: user.createdAtMs,
    passwordChangedAtMs: user.passwordChangedAtMs,
    passwordResetPending: passwordOf(user) === null,
    tampered: !seals.userIsRight(user),
    version: user.version,
  })

  const viewById = (id: string): ManagedUser => viewOf(database.read((db) => require(db, id)))

  /** An administrator who gets in: with a row in order, a password, and an authenticator or the chance to enrol one. */
  const getsIn = (ring: KeyRing, user: UserRow): boolean =>
    user.role === 'admin' && user.disabled === 0 && passwordOf(user) !== null && userIsSealed(ring, user)

  const assertSomebodyIsLeft = (tx: Readable, ring: KeyRing, name: string) => {
    if (!allUsers(tx).some((user) => getsIn(ring, user)))
      throw conflict(`${name} is the last administrator who can get in. Make somebody else an administrator first.`)
  }

  const dropSlot = (tx: Writable, user: UserRow): AuditEvent[] => {
    const dropped = keys.dropSlot(tx, user.id)
    if (dropped === 'last') throw lastSlot(user.name)
    if (dropped === 'none') return []
    return [
      {
        action: 'key-slot.removed',
        severity: 'medium',
        message: `The password of ${user.name} does not open the vault any more`,
        target: userTarget(user),
      },
    ]
  }

  /** Who may let nobody in any more lets nobody in by a code made before, either. */
  const withdrawInvitationsOf = (tx: Writable, user: UserRow): AuditEvent[] =>
    withdrawMadeBy(tx, user.name, clock.now()).map((invitation) => ({
      action: 'invitation.withdrawn',
      severity: 'low',
      message: `The code that ${user.name} made for ${invitation.name} is void`,
      target: invitationTarget(invitation),
    }))

  interface Act {
    by: By
    session: OpenSession
    seen: Seen
    /** Why nobody does it to themselves, with the way that there is instead. */
    notOnself: string
    /** A row that was changed from outside may be meant, too. */
    tamperedToo?: boolean
  }

  /** One change of another user: everything that decides is read inside its transaction. */
  const act = async (
    { by, session, seen, notOnself, tamperedToo = false }: Act,
    write: (tx: Writable, user: UserRow, ring: KeyRing) => AuditEvent[],
  ): Promise<ManagedUser> => {
    if (seen.id === session.user.id) throw conflict(notOnself)
    const ring = keys.ring()
    await database.change(
      by,
      (told: AuditEvent[]) => told,
      (tx) => {
        requireManager(tx, session)
        const user = require(tx, seen.id)
        if (user.version !== seen.version) throw changedMeanwhile(user.name)
        if (!tamperedToo && !seals.userIsRight(user)) throw rowWasTampered(user.name)
        const told = write(tx, user, ring)
        assertSomebodyIsLeft(tx, ring, user.name)
        return told
      },
    )
    // Ends their streams and downloads; what they may is judged anew with each call.
    events.publish({ kind: 'session-changed', userId: seen.id, sessionId: null })
    return viewById(seen.id)
  }

  return {
    list: () => ({ users: database.read(allUsers).map(viewOf), invitations: invitations.list() }),

    changeRole: (by, session, { role, opensVault, ...seen }) =>
      act({ by, session, seen, notOnself: 'Nobody changes their own role: ask another administrator.' }, (tx, user, ring) => {
        const next = opensVault ? 1 : 0
        if (user.role === role && user.opensVault === next) throw conflict(`${user.name} has this role and this right already.`)
        changeUser(tx, ring, user, { role, opensVault: next })
        dropStepUpsOf(tx, user.id)
        const mustEnrol = mfa.mustEnrol({ ...user, role, opensVault: next })
        const ended = mustEnrol ? endSessionsOf(tx, user.id, null, clock.now()) : 0
        const said = user.role === role ? [] : [`changed the role of ${user.name} from ${user.role} to ${role}`]
        if (user.opensVault !== next)
          said.push(next ? `gave ${user.name} the right to open the vault` : `took the right to open the vault from ${user.name}`)
        return [
          {
            action: 'user.role-changed',
            severity: 'high',
            message: `${by.actor.name} ${said.join(' and ')}${ended > 0 ? `; without an authenticator, ${sessionsEnded(ended)}` : ''}`,
            target: userTarget(user),
            detail: { from: user.role, to: role, opensVault, endedSessions: ended },
          },
          ...(opensVault ? [] : dropSlot(tx, user)),
          ...(roleMay(role, 'users:manage') ? [] : withdrawInvitationsOf(tx, user)),
        ]
      }),

    setDisabled: (by, session, { disabled, ...seen }) =>
      act(
        { by, session, seen, notOnself: 'Nobody disables themselves: ask another administrator.', tamperedToo: disabled },
        (tx, user, ring) => {
          if ((user.disabled === 1) === disabled) throw conflict(`${user.name} is ${disabled ? 'disabled' : 'enabled'} already.`)
          if (!seals.userIsRight(user)) disableUnsealed(tx, user.id)
          else changeUser(tx, ring, user, { disabled: disabled ? 1 : 0 })
          const ended = disabled ? endSessionsOf(tx, user.id, null, clock.now()) : 0
          return [
            {
              action: disabled ? 'user.disabled' : 'user.enabled',
              severity: 'high',
              message: disabled
                ? `${by.actor.name} disabled ${user.name}; ${sessionsEnded(ended)}`
                : `${by.actor.name} enabled ${user.name} again`,
              target: userTarget(user),
              detail: { endedSessions: ended },
            },
            ...(disabled ? [...dropSlot(tx, user), ...withdrawInvitationsOf(tx, user)] : []),
          ]
        },
      ),

    resetMfa: (by, session, seen) =>
      act(
        { by, session, seen, notOnself: 'You move to another authenticator in your account, with a code or a backup code.' },
        (tx, user, ring) => {
          if (user.mfaSecret === null) throw conflict(`${user.name} has no authenticator.`)
          clearAuthenticator(tx, ring, user)
          const ended = endSessionsOf(tx, user.id, null, clock.now())
          return [
            {
              action: 'user.mfa-reset',
              severity: 'high',
              message: `${by.actor.name} took the authenticator and backup codes from ${user.name}, who ${mfa.requires(user) ? 'enrols' : 'may enrol'} at the next sign-in; ${sessionsEnded(ended)}`,
              target: userTarget(user),
              detail: { endedSessions: ended },
            },
          ]
        },
      ),

    resetPassword: async (by, session, seen) => {
      let grant: InvitationGrant | null = null
      await act({ by, session, seen, notOnself: 'You change your own password in your account.' }, (tx, user, ring) => {
        if (user.disabled) throw conflict(`${user.name} is disabled. Enable them first.`)
        const prepared = invitations.prepareReset(by, user)
        voidPassword(tx, ring, user, clock.now())
        prepared.write(tx)
        const ended = endSessionsOf(tx, user.id, null, clock.now())
        grant = prepared.grant
        return [
          {
            action: 'user.password-reset',
            severity: 'high',
            message: `${by.actor.name} voided the password of ${user.name}, who chooses another one with a code; ${sessionsEnded(ended)}`,
            target: userTarget(user),
            detail: { endedSessions: ended, invitation: prepared.grant.invitation.id, expiresAtMs: prepared.grant.invitation.expiresAtMs },
          },
          ...dropSlot(tx, user),
        ]
      })
      return grant!
    },

    acceptRow: (by, session, seen) =>
      act(
        { by, session, seen, notOnself: 'Nobody takes their own row for right: ask another administrator.', tamperedToo: true },
        (tx, user, ring) => {
          if (seals.userIsRight(user)) throw conflict(`The row of ${user.name} is in order.`)
          const repair = repairOf(ring, user)
          seals.accept(tx, ring, user, repair.change)
          const ended = endSessionsOf(tx, user.id, null, clock.now())
          return [
            {
              action: 'user.row-accepted',
              severity: 'critical',
              message: `${by.actor.name} took the changed row of ${user.name} for right: ${user.role}${user.disabled ? ', disabled' : ''}${repair.words}; ${sessionsEnded(ended)}`,
              target: userTarget(user),
              detail: { role: user.role, disabled: user.disabled === 1, opensVault: user.opensVault === 1, repaired: repair.repaired },
            },
          ]
        },
      ),

    sessions: (session, id) => {
      database.read((db) => require(db, id))
      return sessions.listOf(session, id)
    },
    revokeSession: (by, session, { id, sessionId }) => sessions.revokeOf(by, session, id, sessionId),
    revokeSessions: async (by, session, id) => {
      database.read((db) => require(db, id))
      return sessions.revokeAllOf(by, session, id)
    },
  }
}

const sessionsEnded = (count: number): string => `${count} session${count === 1 ? '' : 's'} ended`
