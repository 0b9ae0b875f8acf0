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
import { slotAddedEvent, userTarget } from './actors.ts'
import type { Attempts } from './attempts.service.ts'
import { replaceBackupCodes } from './backup-code.store.ts'
import { macsOfBackupCodes, makeBackupCodes } from './backup-codes.ts'
import { stepOfFirstCode, ticketExpired } from './code-refusals.ts'
import { nameKeyOf } from './name-key.ts'
import type { PasswordHasher } from './password-hash.ts'
import { judgePassword } from './password-strength.ts'
import type { CallerFacts, Sessions } from './sessions.service.ts'
import { base32Of, makeTotpSecret, qrRowsOf } from './totp.ts'
import { anyUser, insertUser, setAuthenticator, totpBinding, userById } from './user.store.ts'
import type { UserRow } from './user.store.ts'

export interface EnrolmentGrant {
  session: SessionGrant
  backupCodes: string[]
}

export interface Enrolments {
  /** First run, first step. Throws ALREADY_SET_UP or WEAK_PASSWORD. */
  createFirstAdministrator(input: { name: string; password: string }): Promise<Enrolment>
  /** After a right password, for a user without an authenticator; `slot` is the key slot that they lack. */
  beginFor(user: UserRow, ring: KeyRing, slot: SlotKey | null): Enrolment
  /** Throws TICKET_EXPIRED, WRONG_CODE, CLOCK_WRONG or ALREADY_SET_UP; the ticket stays good until one is right. */
  confirm(by: By, caller: CallerFacts, input: { ticket: string; code: string }): Promise<EnrolmentGrant>
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
}

interface Pending {
  secret: Secret<Uint8Array>
  for:
    | { kind: 'first-administrator'; name: string; passwordHash: string; slot: SlotKey }
    | { kind: 'user'; userId: string; passwordHash: string; ring: KeyRing; slot: SlotKey | null }
}

const ticketMs = 10 * 60_000
const ticketsKept = 20

const alreadySetUp = () =>
  new GatehouseError('ALREADY_SET_UP', 'The first administrator exists already, perhaps made in another window. Sign in.', {})

const enrolledEvent = (user: { id: string; name: string }): AuditEvent => ({
  action: 'mfa.enrolled',
  severity: 'medium',
  message: `${user.name} enrolled an authenticator and received 10 backup codes`,
  target: userTarget(user),
})

export const enrolmentOf = (issued: { ticket: string; expiresAtMs: number }, userName: string, secret: Uint8Array): Enrolment => ({
  ...issued,
  userName,
  secret: base32Of(secret),
  qr: qrRowsOf(userName, secret),
})

export const createEnrolments = (options: EnrolmentsOptions): Enrolments => {
  const { database, keys, ids, clock, settings, hasher, attempts, sessions } = options
  const tickets = createTickets<Pending>({ clock, ids, lifetimeMs: ticketMs, capacity: ticketsKept })

  const begin = (userName: string, pendingFor: Pending['for']): Enrolment => {
    const secret = makeTotpSecret(ids)
    return enrolmentOf(tickets.issue({ secret: new Secret(secret), for: pendingFor }), userName, secret)
  }

  const confirmFirst = async (
    by: By,
    caller: CallerFacts,
    pending: Extract<Pending['for'], { kind: 'first-administrator' }>,
    secret: Uint8Array,
    step: number,
  ): Promise<EnrolmentGrant> => {
    if (database.read(anyUser)) throw alreadySetUp()
    const newKeys = await keys.createKeys()
    const nowMs = clock.now()
    const user = { id: ids.next(), name: pending.name, role: 'admin' as const }
    const backupCodes = makeBackupCodes(ids)
    let session: SessionGrant
    try {
      session = await sessions.open(by, caller, {
        user,
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
          insertUser(tx, { ...user, nameKey: nameKeyOf(user.name), passwordHash: pending.passwordHash, createdAtMs: nowMs })
          setAuthenticator(tx, {
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
    { userId, passwordHash, ring, slot }: Extract<Pending['for'], { kind: 'user' }>,
    secret: Uint8Array,
    step: number,
  ): Promise<EnrolmentGrant> => {
    const user = database.read((db) => userById(db, userId))
    if (!user || user.disabled || user.mfaSecret || user.passwordHash !== passwordHash) throw ticketExpired()
    const nowMs = clock.now()
    const version = user.mfaVersion + 1
    const backupCodes = makeBackupCodes(ids)
    const addsSlot = slot !== null && keys.lacksSlot(userId)
    const session = await sessions.open(by, caller, {
      user,
      message: `${user.name} signed in with a new authenticator`,
      events: addsSlot ? [enrolledEvent(user), slotAddedEvent(user)] : [enrolledEvent(user)],
      write: (tx) => {
        if (!setAuthenticator(tx, { userId, secret: ring.seal(secret, totpBinding(userId, version)), version, step, atMs: nowMs }))
          throw ticketExpired()
        replaceBackupCodes(tx, userId, macsOfBackupCodes(ring, userId, backupCodes), nowMs)
        attempts.clear(tx, user.nameKey)
        if (addsSlot) keys.rewrapSlot(tx, userId, slot)
      },
    })
    keys.openWith(ring)
    return { session, backupCodes }
  }

  return {
    createFirstAdministrator: async ({ name, password }) => {
      if (database.read(anyUser)) throw alreadySetUp()
      const shownName = name.normalize('NFC')
      const verdict = await judgePassword(password, shownName, settings.get('access.password.minLength'))
      if (!verdict.acceptable) {
        const reason = verdict.reason ?? 'This password is guessed too quickly.'
        throw new GatehouseError('WEAK_PASSWORD', reason, { reason })
      }
      const passwordHash = await hasher.hash(password)
      const slot = await keys.deriveSlotKey(password)
      return begin(shownName, { kind: 'first-administrator', name: shownName, passwordHash, slot })
    },

    beginFor: (user, ring, slot) => begin(user.name, { kind: 'user', userId: user.id, passwordHash: user.passwordHash, ring, slot }),

    confirm: async (by, caller, { ticket, code }) => {
      const pending = tickets.find(ticket)
      if (!pending) throw ticketExpired()
      const { for: whom } = pending
      if (whom.kind === 'first-administrator' && database.read(anyUser)) throw alreadySetUp()
      const secret = pending.secret.reveal()
      const step = await stepOfFirstCode(secret, code, clock.now())
      const granted = await (whom.kind === 'user'
        ? confirmUser(by, caller, whom, secret, step)
        : confirmFirst(by, caller, whom, secret, step))
      tickets.drop(ticket)
      return granted
    },
  }
}
