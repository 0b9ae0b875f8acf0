/** Coming in with a code: somebody new chooses a password and enrols, somebody whose password was reset chooses another one. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Enrolment, SignInStep } from '../../../shared/contract/access.ts'
import type { Invitation } from '../../../shared/contract/users.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Readable } from '../../database/database.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import type { KeyRing, Keys, SlotKey } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { byUser, invitationTarget, slotAddedEvent, userTarget } from './actors.ts'
import { replaceBackupCodes } from './backup-code.store.ts'
import { macsOfBackupCodes, makeBackupCodes } from './backup-codes.ts'
import { enrolledEvent } from './enrolment.service.ts'
import type { Enrolled, EnrolmentGrant, Enrolments } from './enrolment.service.ts'
import { readInvitationCode } from './invitation-code.ts'
import { endInvitation } from './invitation.store.ts'
import type { InvitationRow } from './invitation.store.ts'
import type { MfaPolicy } from './mfa-policy.service.ts'
import { notAnInvitation } from './invitations.service.ts'
import type { Invitations } from './invitations.service.ts'
import type { PasswordHasher } from './password-hash.ts'
import { requireStrong } from './password-strength.ts'
import type { RowSeals } from './row-seals.service.ts'
import type { CallerFacts, Sessions } from './sessions.service.ts'
import type { SignIn } from './sign-in.service.ts'
import { insertUser, rowWasTampered, setAuthenticator, setPassword, userById, userByNameKey } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import { userIsSealed } from './user-seal.ts'
import type { UserRow } from './user.store.ts'

export interface Invitees {
  /** Throws NOT_FOUND, CONFLICT or TICKET_EXPIRED; see `Invitations.require`. */
  look(by: By, code: string): Promise<Pick<Invitation, 'kind' | 'name' | 'role' | 'madeBy' | 'expiresAtMs'>>
  /** Nothing is written before the first code of the authenticator was right, or skipped where it is `optional`. Throws WEAK_PASSWORD or VAULT_UNAVAILABLE, too. */
  accept(by: By, input: { code: string; password: string }): Promise<Enrolment & { optional: boolean }>
  /** The second step of signing in is what follows. */
  choosePassword(by: By, input: { code: string; password: string }): Promise<SignInStep>
}

export interface InviteesOptions {
  database: Database
  repeated: Pick<RepeatedEvents, 'append'>
  keys: Keys
  ids: Ids
  clock: Clock
  settings: AccessSettings
  events: LiveEvents
  hasher: PasswordHasher
  invitations: Invitations
  enrolments: Enrolments
  sessions: Sessions
  signIn: SignIn
  seals: RowSeals
  mfa: MfaPolicy
}

const usedEvent = (row: InvitationRow): AuditEvent => ({
  action: 'invitation.used',
  severity: 'medium',
  message: `${row.name} came in with the ${row.kind === 'invite' ? 'invitation' : 'code for another password'} of ${row.madeBy}`,
  target: invitationTarget(row),
  detail: { kind: row.kind },
})

const otherKind = (row: InvitationRow) =>
  new GatehouseError(
    'CONFLICT',
    row.kind === 'invite' ? 'This code is for somebody new.' : 'This code is for choosing another password.',
    {},
  )

export const createInvitees = (options: InviteesOptions): Invitees => {
  const { database, repeated, keys, ids, clock, settings, events, hasher, invitations, enrolments, sessions, signIn, seals, mfa } = options

  const requireKind = (db: Readable, code: string, kind: InvitationRow['kind']): InvitationRow => {
    const row = invitations.require(db, code)
    if (row.kind !== kind) throw otherKind(row)
    return row
  }

  /** A stranger can repeat it at will. */
  const enterRefusal = (by: By, error: unknown): Promise<void> => {
    if (!(error instanceof GatehouseError)) return Promise.resolve()
    return repeated.append(
      by,
      {
        action: 'invitation.refused',
        severity: 'low',
        outcome: 'refused',
        message: `A code of an invitation was refused: ${error.message}`,
        detail: { code: error.code },
      },
      { class: 'invitation.refused', source: by.source },
    )
  }

  const find = async (by: By, code: string, kind: InvitationRow['kind'] | null): Promise<InvitationRow> => {
    try {
      return database.read((db) => (kind === null ? invitations.require(db, code) : requireKind(db, code, kind)))
    } catch (error) {
      await enterRefusal(by, error)
      throw error
    }
  }

  const hashOf = async (row: InvitationRow, password: string): Promise<string> => {
    await requireStrong(password, row.name, settings.get('access.password.minLength'))
    return hasher.hash(password)
  }

  const assertNameFree = (db: Readable, row: InvitationRow) => {
    if (userByNameKey(db, row.nameKey))
      throw new GatehouseError(
        'CONFLICT',
        `There is a user called ${row.name} by now. Ask ${row.madeBy} for an invitation with another name.`,
        {},
      )
  }

  const join = async (
    by: By,
    caller: CallerFacts,
    { code, passwordHash, slot }: { code: string; passwordHash: string; slot: SlotKey | null },
    /** null: they go on without an authenticator. */
    enrolled: Enrolled | null,
  ): Promise<EnrolmentGrant> => {
    const row = database.read((db) => requireKind(db, code, 'invite'))
    const ring = keys.ring()
    const nowMs = clock.now()
    const user = { id: ids.next(), name: row.name, nameKey: row.nameKey, role: row.role!, opensVault: row.opensVault }
    const backupCodes = enrolled === null ? [] : makeBackupCodes(ids)
    const addsSlot = slot !== null && keys.place() === 'slots'
    const session = await sessions.open(by, caller, {
      user,
      ring,
      message: `${user.name} signed in for the first time${enrolled === null ? ', without a second factor' : ''}`,
      events: [
        usedEvent(row),
        {
          action: 'user.created',
          severity: 'medium',
          message: `${user.name} was created as ${user.role}, invited by ${row.madeBy}`,
          target: userTarget(user),
          detail: { role: user.role, opensVault: user.opensVault === 1, invitedBy: row.madeBy },
        },
        ...(enrolled === null ? [] : [enrolledEvent(user)]),
        ...(addsSlot ? [slotAddedEvent(user)] : []),
      ],
      write: (tx) => {
        // Once more: it may have been used, withdrawn or renewed meanwhile.
        const { id } = requireKind(tx, code, 'invite')
        assertNameFree(tx, row)
        if (enrolled === null) mfa.assertOptional(user)
        endInvitation(tx, id, 'used', nowMs)
        insertUser(tx, ring, { ...user, passwordHash, createdAtMs: nowMs })
        if (enrolled !== null) {
          const secret = ring.seal(enrolled.secret, totpBinding(user.id, 1))
          setAuthenticator(tx, ring, { userId: user.id, secret, version: 1, step: enrolled.step, atMs: nowMs })
          replaceBackupCodes(tx, user.id, macsOfBackupCodes(ring, user.id, backupCodes), nowMs)
        }
        if (addsSlot) keys.rewrapSlot(tx, user.id, slot)
      },
    })
    return { session, backupCodes }
  }

  /** The open ring; while sealed, what a code made on the machine itself opens: the key slot of whom it is for. */
  const ringFor = async (by: By, row: InvitationRow, typed: string): Promise<KeyRing> => {
    const code = readInvitationCode(typed)
    if (keys.state().kind !== 'sealed' || row.userId === null || code === null) return keys.ring()
    const ring = await keys.unwrap(row.userId, code).catch((error: unknown) => {
      if (error instanceof GatehouseError && error.code === 'VAULT_UNAVAILABLE') return keys.ring()
      throw error
    })
    if (seals.invitationIsRight(row, ring)) return ring
    const error = notAnInvitation()
    await enterRefusal(by, error)
    throw error
  }

  const requireResettable = (db: Readable, ring: KeyRing, row: InvitationRow): UserRow => {
    const user = row.userId === null ? null : userById(db, row.userId)
    if (!user || user.disabled) throw new GatehouseError('CONFLICT', `${row.name} is disabled. Ask ${row.madeBy}.`, {})
    if (!userIsSealed(ring, user)) throw rowWasTampered(user.name)
    return user
  }

  return {
    look: async (by, code) => {
      const { kind, name, role, madeBy, expiresAtMs } = await find(by, code, null)
      return { kind, name, role, madeBy, expiresAtMs }
    },

    accept: async (by, { code, password }) => {
      const row = await find(by, code, 'invite')
      database.read((db) => assertNameFree(db, row))
      // Asked before anything is hashed: without the vault there is nothing to seal an authenticator or a row with.
      keys.ring()
      const passwordHash = await hashOf(row, password)
      const slot = row.opensVault === 1 ? await keys.deriveSlotKey(password) : null
      const chosen = { code, passwordHash, slot }
      const enrolment = enrolments.begin({
        userName: row.name,
        assertOpen: () => void database.read((db) => requireKind(db, code, 'invite')),
        complete: (confirmedBy, caller, enrolled) => join(confirmedBy, caller, chosen, enrolled),
        skip: async (skippedBy, caller) => (await join(skippedBy, caller, chosen, null)).session,
      })
      return { ...enrolment, optional: !mfa.requires({ role: row.role!, opensVault: row.opensVault }) }
    },

    choosePassword: async (by, { code, password }) => {
      const row = await find(by, code, 'password-reset')
      const ring = await ringFor(by, row, code)
      const user = database.read((db) => requireResettable(db, ring, row))
      const passwordHash = await hashOf(row, password)
      // A slot that they lack comes with the second step.
      const slot = keys.holdsSlot(user.id) ? await keys.deriveSlotKey(password) : null
      await database.change(
        byUser(by, user),
        [
          usedEvent(row),
          { action: 'password.chosen', severity: 'medium', message: `${user.name} chose another password`, target: userTarget(user) },
        ],
        (tx) => {
          const { id } = requireKind(tx, code, 'password-reset')
          const present = requireResettable(tx, ring, row)
          endInvitation(tx, id, 'used', clock.now())
          setPassword(tx, ring, present, passwordHash, clock.now())
          if (slot) keys.rewrapSlot(tx, present.id, slot, ring)
        },
      )
      events.publish({ kind: 'session-changed', userId: user.id, sessionId: null })
      const present = database.read((db) => userById(db, user.id))
      if (!present) throw new GatehouseError('NOT_FOUND', 'This user is gone.', {})
      return signIn.secondStep(present, password)
    },
  }
}
