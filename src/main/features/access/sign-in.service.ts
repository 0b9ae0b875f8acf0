/** Signing in, in this order: verify password, unwrap the keys, verify the code, open the vault and a session. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { createTickets } from '../../../ports/tickets.ts'
import type { SessionGrant, SignInStep } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { KeyRing, Keys, SlotKey } from '../vault/key-ring.ts'
import { backupCodeUsedEvent, slotAddedEvent } from './actors.ts'
import type { Attempts, Refusal, Subject } from './attempts.service.ts'
import { findBackupCode, unusedBackupCodes, spendBackupCode } from './backup-code.store.ts'
import type { BackupCodeRow } from './backup-code.store.ts'
import { macOfBackupCode, readBackupCode } from './backup-codes.ts'
import { clockWrong, codeAlreadyUsed, ticketExpired, wrongBackupCode, wrongCode } from './code-refusals.ts'
import type { Enrolments } from './enrolment.service.ts'
import type { MfaPolicy } from './mfa-policy.service.ts'
import { nameKeyOf } from './name-key.ts'
import { recoveredEvent, writeNewPassword } from './new-password.store.ts'
import type { NewPassword } from './new-password.store.ts'
import type { PasswordHasher } from './password-hash.ts'
import { steppedUpMs } from './reauthentication.service.ts'
import type { RowSeals } from './row-seals.service.ts'
import type { CallerFacts, Sessions } from './sessions.service.ts'
import { checkCode, findClockOffset, msToStepAfter } from './totp.ts'
import { passwordOf, rowWasTampered, takeCodeStep, userById, userByNameKey } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import type { UserRow } from './user.store.ts'

export interface SignIn {
  /** Throws INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, LOCKED_OUT (by this very failure), BUSY or VAULT_UNAVAILABLE. */
  begin(by: By, input: { name: string; password: string }): Promise<SignInStep>
  /** After a password that was right just now, or was just set. */
  secondStep(user: UserRow, password: string): Promise<SignInStep>
  /** For whoever has proved otherwise who they are: the password is theirs once the second factor was right. */
  withNewPassword(user: UserRow, ring: KeyRing, next: NewPassword): Promise<SignInStep>
  submitCode(by: By, caller: CallerFacts, input: { ticket: string; code: string }): Promise<SessionGrant>
  /** Passes a lock too, if the password was right. */
  submitBackupCode(
    by: By,
    caller: CallerFacts,
    input: { ticket: string; backupCode: string },
  ): Promise<SessionGrant & { backupCodesLeft: number }>
}

export interface SignInOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  hasher: PasswordHasher
  attempts: Attempts
  sessions: Sessions
  enrolments: Enrolments
  seals: RowSeals
  mfa: MfaPolicy
}

/** `passwordHash`: which password was right; another one since then makes the ticket worthless. */
interface Proved {
  userId: string
  passwordHash: string
  ring: KeyRing
  slot: SlotKey | null
  /** To be set with the session; `passwordHash` is the one of before. */
  next?: NewPassword
}

/** What a ticket stands for; `slot` is the key slot that the user lacked. `proved` is null where the password was wrong: during a lock even that is not told. */
interface Begun {
  subject: Subject
  proved: Proved | null
  /** Backup codes tried during a lock, where nothing else counts them. */
  triedInLock: number
}

const ticketMs = 5 * 60_000
/** More than the hasher can let through in five minutes, so that strangers cannot push out somebody's ticket. */
const ticketsKept = 10_000
const triesInLock = 5

export const createSignIn = (options: SignInOptions): SignIn => {
  const { database, keys, ids, clock, hasher, attempts, sessions, enrolments, seals, mfa } = options
  const codeTickets = createTickets<Begun>({ clock, ids, lifetimeMs: ticketMs, capacity: ticketsKept })
  const lockedOutTickets = createTickets<Begun>({ clock, ids, lifetimeMs: ticketMs, capacity: ticketsKept })

  const requireKeysReachable = () => {
    const state = keys.state()
    if (state.kind === 'unavailable') throw new GatehouseError('VAULT_UNAVAILABLE', state.reason, { reason: state.reason })
  }

  /** The ring of a right password, and the row that it finds in order. Throws VAULT_UNAVAILABLE or CONFLICT. */
  const unwrap = async (user: UserRow, password: string): Promise<{ ring: KeyRing; user: UserRow }> => {
    const ring = await keys.unwrap(user.id, password)
    seals.sealBefore(ring)
    const present = database.read((db) => userById(db, user.id))
    if (!present || present.disabled || present.passwordHash !== user.passwordHash) throw ticketExpired()
    if (!seals.userIsRight(present, ring)) throw rowWasTampered(present.name)
    return { ring, user: present }
  }

  /** Null where the vault is sealed and this user has no key to it: during a lock, not even that may tell a right password. */
  const prove = async (user: UserRow, password: string): Promise<Proved | null> => {
    try {
      const { ring } = await unwrap(user, password)
      return { userId: user.id, passwordHash: user.passwordHash, ring, slot: null }
    } catch (error) {
      if (error instanceof GatehouseError) return null
      throw error
    }
  }

  const lockedOut = (subject: Subject, proved: Proved | null, untilMs: number): SignInStep => ({
    kind: 'locked-out',
    ...lockedOutTickets.issue({ subject, proved, triedInLock: 0 }),
    untilMs,
  })

  /** While locked, a wrong password must take as long as a right one and get the same answer. */
  const beginLocked = async (by: By, subject: Subject, user: UserRow | null, password: string, untilMs: number): Promise<SignInStep> => {
    requireKeysReachable()
    const proved = user && (await prove(user, password))
    if (!proved && keys.state().kind === 'sealed') await keys.deriveSlotKey(password)
    if (!user) void attempts.enterRefusal(by, subject, { step: 'password', reason: 'the password was wrong, during a lock' })
    return lockedOut(subject, proved, untilMs)
  }

  const reasonOf = (known: UserRow | null): string => {
    if (!known) return 'there is no such user'
    if (known.disabled) return 'the user is disabled'
    return passwordOf(known) === null ? 'the password was reset, and no other one is chosen yet' : 'the password was wrong'
  }

  const refuse = async (by: By, subject: Subject, refusal: Refusal): Promise<number> => {
    const { attemptsLeft, lockedUntilMs } = await attempts.fail(by, subject, refusal)
    if (lockedUntilMs !== null) throw attempts.lockedOut(lockedUntilMs)
    return attemptsLeft
  }

  const userOfTicket = (begun: Begun): UserRow | null => {
    const { proved } = begun
    const user = proved && database.read((db) => userById(db, proved.userId))
    return user && !user.disabled && user.passwordHash === proved.passwordHash && seals.userIsRight(user, proved.ring) ? user : null
  }

  const codeUsed = async (by: By, subject: Subject, nextInMs: number) => {
    await attempts.enterRefusal(by, subject, { step: 'code', reason: 'the code was used before' })
    return codeAlreadyUsed(nextInMs)
  }

  const secondStep = async (subject: Subject, known: UserRow, password: string): Promise<SignInStep> => {
    const { ring, user } = await unwrap(known, password)
    const slot = user.opensVault && keys.lacksSlot(user.id) ? await keys.deriveSlotKey(password) : null
    if (!user.mfaSecret) return { kind: 'enrol', enrolment: enrolments.beginFor(user, ring, slot), optional: !mfa.requires(user) }
    const proved = { userId: user.id, passwordHash: user.passwordHash, ring, slot }
    return { kind: 'code', ...codeTickets.issue({ subject, proved, triedInLock: 0 }) }
  }

  /** The right to the vault may have gone meanwhile. */
  const addsSlotTo = (user: UserRow, slot: SlotKey | null): slot is SlotKey =>
    slot !== null && user.opensVault === 1 && keys.lacksSlot(user.id)

  /** What a second factor that was right sets besides: a slot that was missing, or the password that was chosen. */
  const withIt = (user: UserRow, { ring, slot, next }: Proved): { events: AuditEvent[]; write(tx: Writable): void } => {
    if (next)
      return {
        events: [recoveredEvent(user)],
        write: (tx) => writeNewPassword(tx, { keys, ring, userId: user.id, nowMs: clock.now() }, next),
      }
    if (!addsSlotTo(user, slot)) return { events: [], write: () => {} }
    return { events: [slotAddedEvent(user)], write: (tx) => keys.rewrapSlot(tx, user.id, slot) }
  }

  return {
    withNewPassword: (user, ring, next) =>
      attempts.attempt(user.nameKey, async (lockedUntilMs) => {
        const subject = { name: user.name, nameKey: user.nameKey, userId: user.id }
        const proved = { userId: user.id, passwordHash: user.passwordHash, ring, slot: null, next }
        if (lockedUntilMs !== null) return lockedOut(subject, proved, lockedUntilMs)
        if (!user.mfaSecret) return { kind: 'enrol', enrolment: enrolments.beginFor(user, ring, null, next), optional: false }
        return { kind: 'code', ...codeTickets.issue({ subject, proved, triedInLock: 0 }) }
      }),

    secondStep: (user, password) => secondStep({ name: user.name, nameKey: user.nameKey, userId: user.id }, user, password),

    begin: (by, { name, password }) => {
      const nameKey = nameKeyOf(name)
      return attempts.attempt(nameKey, async (lockedUntilMs) => {
        const known = database.read((db) => userByNameKey(db, nameKey))
        const subject = { name, nameKey, userId: known?.id ?? null }
        const user = known && !known.disabled ? known : null
        const right = await hasher.verify(passwordOf(user), password)
        if (lockedUntilMs !== null) return beginLocked(by, subject, right ? user : null, password, lockedUntilMs)
        if (!right || !user) {
          const attemptsLeft = await refuse(by, subject, { step: 'password', reason: reasonOf(known) })
          throw new GatehouseError('INVALID_CREDENTIALS', 'Name or password is not right.', { attemptsLeft })
        }
        return secondStep(subject, user, password)
      })
    },

    submitCode: async (by, caller, { ticket, code }) => {
      const begun = codeTickets.find(ticket)
      if (!begun) throw ticketExpired()
      return attempts.attempt(begun.subject.nameKey, async (lockedUntilMs) => {
        if (lockedUntilMs !== null) throw attempts.lockedOut(lockedUntilMs)
        const user = userOfTicket(begun)
        if (!user?.mfaSecret || !begun.proved) throw ticketExpired()
        const { ring } = begun.proved
        const { subject } = begun
        const nowMs = clock.now()
        const secret = ring.open(user.mfaSecret, totpBinding(user.id, user.mfaVersion))
        const verdict = checkCode(secret, code, nowMs, user.lastCodeStep)
        if (verdict.kind === 'used') throw await codeUsed(by, subject, verdict.nextInMs)
        if (verdict.kind === 'wrong') {
          const attemptsLeft = await refuse(by, subject, { step: 'code', reason: 'the code was wrong' })
          const offsetMs = await findClockOffset(secret, code, nowMs)
          throw offsetMs === null ? wrongCode(attemptsLeft) : clockWrong(offsetMs)
        }
        const besides = withIt(user, begun.proved)
        const grant = await sessions.open(by, caller, {
          user,
          ring,
          message: `${user.name} signed in with a code`,
          events: besides.events,
          write: (tx) => {
            if (!takeCodeStep(tx, user.id, verdict.step)) throw codeAlreadyUsed(msToStepAfter(verdict.step, nowMs))
            attempts.clear(tx, user)
            besides.write(tx)
          },
        })
        codeTickets.drop(ticket)
        keys.openWith(ring)
        return grant
      })
    },

    submitBackupCode: async (by, caller, { ticket, backupCode }) => {
      const begun = codeTickets.find(ticket) ?? lockedOutTickets.find(ticket)
      if (!begun || begun.triedInLock >= triesInLock) throw ticketExpired()
      const { subject, proved } = begun
      return attempts.attempt(subject.nameKey, async (lockedUntilMs) => {
        if (lockedUntilMs !== null) begun.triedInLock++
        const user = userOfTicket(begun)
        const code = readBackupCode(backupCode)
        let found: BackupCodeRow | null = null
        if (proved && user && code) {
          const mac = macOfBackupCode(proved.ring, user.id, code)
          found = database.read((db) => findBackupCode(db, user.id, mac))
        }
        if (!proved || !user || !found || found.usedAtMs !== null) {
          const reason = found && user ? 'the backup code was used before' : 'the backup code was wrong'
          if (lockedUntilMs !== null) {
            void attempts.enterRefusal(by, subject, { step: 'backup-code', reason: `${reason}, during a lock` })
            throw new GatehouseError('WRONG_CODE', 'This does not open: password or backup code is not right.', { attemptsLeft: null })
          }
          const attemptsLeft = await refuse(by, subject, { step: 'backup-code', reason })
          throw wrongBackupCode(found !== null, attemptsLeft)
        }
        const { position } = found
        const besides = withIt(user, proved)
        const backupCodesLeft = database.read((db) => unusedBackupCodes(db, user.id)) - 1
        const grant = await sessions.open(by, caller, {
          user,
          ring: proved.ring,
          message: `${user.name} signed in with a backup code${lockedUntilMs === null ? '' : ' during a lock'}`,
          // With the last one nothing is left to prove presence with: the new authenticator can be set up at once.
          steppedUpForMs: backupCodesLeft === 0 ? steppedUpMs : 0,
          events: [backupCodeUsedEvent(user, position, backupCodesLeft), ...besides.events],
          write: (tx) => {
            if (!spendBackupCode(tx, user.id, position, clock.now())) throw wrongCode(null)
            attempts.clear(tx, user)
            besides.write(tx)
          },
        })
        codeTickets.drop(ticket)
        lockedOutTickets.drop(ticket)
        keys.openWith(proved.ring)
        return { ...grant, backupCodesLeft }
      })
    },
  }
}
