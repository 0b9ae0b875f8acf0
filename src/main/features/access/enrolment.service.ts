/** Enrolling an authenticator: first run, and users who have none yet. Nothing is written before its first code was right. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { Secret } from '../../../ports/secret.ts'
import { createTickets } from '../../../ports/tickets.ts'
import type { Enrolment, SessionGrant } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { KeyRing, Keys, SlotKey } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { sessionTarget, slotAddedEvent, userTarget } from './actors.ts'
import type { Attempts } from './attempts.service.ts'
import { replaceBackupCodes } from './backup-code.store.ts'
import { macsOfBackupCodes, makeBackupCodes } from './backup-codes.ts'
import { stepOfFirstCode, ticketExpired } from './code-refusals.ts'
import { mustEnrol } from './mfa-policy.service.ts'
import type { MfaPolicy } from './mfa-policy.service.ts'
import { nameKeyOf } from './name-key.ts'
import { recoveredEvent, writeNewPassword } from './new-password.store.ts'
import type { NewPassword } from './new-password.store.ts'
import type { PasswordHasher } from './password-hash.ts'
import { requireStrong } from './password-strength.ts'
import type { RowSeals } from './row-seals.service.ts'
import { endSessionsOf, liveSessionsOf } from './session.store.ts'
import type { SessionRow } from './session.store.ts'
import type { CallerFacts, Sessions } from './sessions.service.ts'
import { createSkips } from './skipped-enrolment.service.ts'
import { base32Of, makeTotpSecret, qrRowsOf } from './totp.ts'
import { anyUser, insertUser, setAuthenticator, userById } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import type { UserRow } from './user.store.ts'

export interface EnrolmentGrant {
  session: SessionGrant
  backupCodes: string[]
}

export interface Enrolments {
  /** First run, first step. Throws ALREADY_SET_UP or WEAK_PASSWORD. */
  createFirstAdministrator(input: { name: string; password: string }): Promise<Enrolment>
  /** After a right password, for a user without an authenticator; `slot` is the key slot that they lack, `next` a password to set with it. */
  beginFor(user: UserRow, ring: KeyRing, slot: SlotKey | null, next?: NewPassword): Enrolment
  begin(enrolling: Enrolling): Enrolment
  /** Throws TICKET_EXPIRED, WRONG_CODE, CLOCK_WRONG or ALREADY_SET_UP; the ticket stays good until one is right. */
  confirm(by: By, caller: CallerFacts, input: { ticket: string; code: string }): Promise<EnrolmentGrant>
  /** Goes on without an authenticator. Throws TICKET_EXPIRED, LOCKED_OUT, or CONFLICT where it may not be; the ticket then stays good. */
  skip(by: By, caller: CallerFacts, input: { ticket: string }): Promise<SessionGrant>
}

export interface EnrolmentsOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: AccessSettings
  hasher: PasswordHasher
  attempts: Attempts
  sessions: Sessions
  seals: RowSeals
  mfa: MfaPolicy
}

/** Who enrols, and what is done once the first code was right. */
export interface Enrolling {
  userName: string
  /** Before the code is looked at; throws where there is nothing to enrol for any more. */
  assertOpen(): void
  complete(by: By, caller: CallerFacts, enrolled: Enrolled): Promise<EnrolmentGrant>
  /** What is done instead where it is skipped; it judges whether it may be. Without it, it may not. */
  skip?(by: By, caller: CallerFacts): Promise<SessionGrant>
}

/** `step`: of the code that was right. */
export interface Enrolled {
  secret: Uint8Array
  step: number
}

/** `passwordHash`: which password was right, or stood there when another one was chosen. */
interface EnrollingUser {
  userId: string
  passwordHash: string
  ring: KeyRing
  slot: SlotKey | null
  next: NewPassword | undefined
}

interface Pending extends Omit<Enrolling, 'userName'> {
  secret: Secret<Uint8Array>
  /** It is being skipped at this moment: one ticket opens one session. */
  skipping: boolean
}

const ticketMs = 10 * 60_000
/** More than the hasher can let through in ten minutes, so that whoever holds one invitation cannot push out the others' tickets. */
const ticketsKept = 10_000

const alreadySetUp = () =>
  new GatehouseError('ALREADY_SET_UP', 'The first administrator exists already, perhaps made in another window. Sign in.', {})

export const enrolledEvent = (user: { id: string; name: string }): AuditEvent => ({
  action: 'mfa.enrolled',
  severity: 'medium',
  message: `${user.name} enrolled an authenticator and received 10 backup codes`,
  target: userTarget(user),
})

/** Whoever has a second factor has no session without one. */
const endedByEnrolment = (row: SessionRow): AuditEvent => ({
  action: 'session.revoked',
  severity: 'low',
  message: `The session of ${row.userName} (${row.device}) without a second factor ended with the new authenticator`,
  target: sessionTarget(row),
  detail: { user: row.userName },
})

export const enrolmentOf = (issued: { ticket: string; expiresAtMs: number }, userName: string, secret: Uint8Array): Enrolment => ({
  ...issued,
  userName,
  secret: base32Of(secret),
  qr: qrRowsOf(userName, secret),
})

export const createEnrolments = (options: EnrolmentsOptions): Enrolments => {
  const { database, keys, ids, clock, settings, hasher, attempts, sessions, seals } = options
  const skipAs = createSkips(options)
  const tickets = createTickets<Pending>({ clock, ids, lifetimeMs: ticketMs, capacity: ticketsKept })

  const begin: Enrolments['begin'] = ({ userName, ...pending }) => {
    const secret = makeTotpSecret(ids)
    return enrolmentOf(tickets.issue({ secret: new Secret(secret), skipping: false, ...pending }), userName, secret)
  }

  const assertFirst = () => {
    if (database.read(anyUser)) throw alreadySetUp()
  }

  const confirmFirst = async (
    by: By,
    caller: CallerFacts,
    pending: { name: string; passwordHash: string; slot: SlotKey },
    { secret, step }: Enrolled,
  ): Promise<EnrolmentGrant> => {
    assertFirst()
    const newKeys = await keys.createKeys()
    const nowMs = clock.now()
    const user = { id: ids.next(), name: pending.name, role: 'admin' as const }
    const backupCodes = makeBackupCodes(ids)
    let session: SessionGrant
    try {
      session = await sessions.open(by, caller, {
        user,
        ring: newKeys.ring,
        message: `${user.name} signed in for the first time`,
        events: [
          {
            action: 'user.created',
            severity: 'medium',
            message: `${user.name} was created as the first administrator`,
            target: userTarget(user),
            detail: { role: user.role },
          },
          enrolledEvent(user),
        ],
        write: (tx) => {
          if (anyUser(tx)) throw alreadySetUp()
          const nameKey = nameKeyOf(user.name)
          insertUser(tx, newKeys.ring, { ...user, nameKey, opensVault: 1, passwordHash: pending.passwordHash, createdAtMs: nowMs })
          setAuthenticator(tx, newKeys.ring, {
            userId: user.id,
            secret: newKeys.ring.seal(secret, totpBinding(user.id, 1)),
            version: 1,
            step,
            atMs: nowMs,
          })
          replaceBackupCodes(tx, user.id, macsOfBackupCodes(newKeys.ring, user.id, backupCodes), nowMs)
          newKeys.commit(tx, user.id, pending.slot)
        },
      })
    } catch (error) {
      // Once committed, the master key is needed for good, whatever failed after that.
      if (!database.read((db) => userById(db, user.id))) await newKeys.abandon()
      throw error
    }
    newKeys.activate()
    return { session, backupCodes }
  }

  const confirmUser = async (
    by: By,
    caller: CallerFacts,
    { userId, passwordHash, ring, slot, next }: EnrollingUser,
    { secret, step }: Enrolled,
  ): Promise<EnrolmentGrant> => {
    const user = database.read((db) => userById(db, userId))
    if (!user || user.disabled || user.mfaSecret || user.passwordHash !== passwordHash || !seals.userIsRight(user, ring))
      throw ticketExpired()
    const nowMs = clock.now()
    const version = user.mfaVersion + 1
    const backupCodes = makeBackupCodes(ids)
    const addsSlot = slot !== null && user.opensVault === 1 && keys.lacksSlot(userId)
    const without = database.read((db) => liveSessionsOf(db, userId))
    const session = await sessions.open(by, caller, {
      user,
      ring,
      message: `${user.name} signed in with a new authenticator`,
      events: [
        enrolledEvent(user),
        ...without.map(endedByEnrolment),
        ...(addsSlot ? [slotAddedEvent(user)] : []),
        ...(next ? [recoveredEvent(user)] : []),
      ],
      write: (tx) => {
        if (!setAuthenticator(tx, ring, { userId, secret: ring.seal(secret, totpBinding(userId, version)), version, step, atMs: nowMs }))
          throw ticketExpired()
        replaceBackupCodes(tx, userId, macsOfBackupCodes(ring, userId, backupCodes), nowMs)
        endSessionsOf(tx, userId, null, nowMs)
        attempts.clear(tx, user)
        if (addsSlot) keys.rewrapSlot(tx, userId, slot)
        if (next) writeNewPassword(tx, { keys, ring, userId, nowMs }, next)
      },
    })
    keys.openWith(ring)
    return { session, backupCodes }
  }

  return {
    createFirstAdministrator: async ({ name, password }) => {
      assertFirst()
      const shownName = name.normalize('NFC')
      await requireStrong(password, shownName, settings.get('access.password.minLength'))
      const passwordHash = await hasher.hash(password)
      const slot = await keys.deriveSlotKey(password)
      return begin({
        userName: shownName,
        assertOpen: assertFirst,
        complete: (by, caller, enrolled) => confirmFirst(by, caller, { name: shownName, passwordHash, slot }, enrolled),
      })
    },

    begin,

    beginFor: (user, ring, slot, next) =>
      begin({
        userName: user.name,
        assertOpen: () => {},
        complete: (by, caller, enrolled) =>
          confirmUser(by, caller, { userId: user.id, passwordHash: user.passwordHash, ring, slot, next }, enrolled),
        // A password that is yet to be set holds with a second factor alone.
        ...(next ? {} : { skip: (by: By, caller: CallerFacts) => skipAs(by, caller, user, ring) }),
      }),

    confirm: async (by, caller, { ticket, code }) => {
      const pending = tickets.find(ticket)
      if (!pending) throw ticketExpired()
      pending.assertOpen()
      const secret = pending.secret.reveal()
      const step = await stepOfFirstCode(secret, code, clock.now())
      const granted = await pending.complete(by, caller, { secret, step })
      tickets.drop(ticket)
      return granted
    },

    skip: async (by, caller, { ticket }) => {
      const pending = tickets.find(ticket)
      if (!pending || pending.skipping) throw ticketExpired()
      pending.assertOpen()
      if (!pending.skip) throw mustEnrol()
      pending.skipping = true
      try {
        const granted = await pending.skip(by, caller)
        tickets.drop(ticket)
        return granted
      } finally {
        pending.skipping = false
      }
    },
  }
}
