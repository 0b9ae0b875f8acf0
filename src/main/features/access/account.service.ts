/** One's own account: password, authenticator and backup codes. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import { Secret } from '../../../ports/secret.ts'
import { createTickets } from '../../../ports/tickets.ts'
import type { Enrolment } from '../../../shared/contract/access.ts'
import type { Account } from '../../../shared/contract/account.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import type { Keys } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { userTarget } from './actors.ts'
import { findBackupCode, replaceBackupCodes, unusedBackupCodes } from './backup-code.store.ts'
import { backupCodesText, macOfBackupCode, macsOfBackupCodes, makeBackupCodes, readBackupCode, showBackupCode } from './backup-codes.ts'
import { stepOfFirstCode, ticketExpired } from './code-refusals.ts'
import { enrolmentOf } from './enrolment.service.ts'
import type { PasswordHasher } from './password-hash.ts'
import { requireStrong, weakPassword } from './password-strength.ts'
import type { Reauthentication } from './reauthentication.service.ts'
import { endSessionsOf, sessionIsLive } from './session.store.ts'
import { makeTotpSecret } from './totp.ts'
import { setAuthenticator, setPassword, userById, userOf } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import type { UserRow } from './user.store.ts'

export interface Accounts {
  mine(session: OpenSession): Account
  /** How many other sessions ended. Throws INVALID_CREDENTIALS, WEAK_PASSWORD, LOCKED_OUT or CONFLICT. */
  changePassword(by: By, session: OpenSession, input: { current: string; next: string }): Promise<number>
  startMfaReplacement(session: OpenSession): Enrolment
  /** Throws TICKET_EXPIRED, WRONG_CODE or CLOCK_WRONG; the old authenticator works until this one is confirmed. */
  confirmMfaReplacement(by: By, session: OpenSession, input: { ticket: string; code: string }): Promise<void>
  /** Ten new codes; those before are void. */
  reissueBackupCodes(by: By, session: OpenSession): Promise<string[]>
  /** The address of a text file of codes that this user has just been shown. */
  downloadBackupCodes(by: By, session: OpenSession, codes: readonly string[]): Promise<string>
}

export interface AccountsOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: AccessSettings
  events: LiveEvents
  hasher: PasswordHasher
  reauthentication: Reauthentication
  downloads: Downloads
}

const ticketMs = 10 * 60_000
const ticketsKept = 100

const changedMeanwhile = () => new GatehouseError('CONFLICT', 'Your account was changed in another window meanwhile. Try again.', {})

export const createAccounts = (options: AccountsOptions): Accounts => {
  const { database, keys, ids, clock, settings, events, hasher, reauthentication, downloads } = options
  const replacements = createTickets<{ sessionId: string; secret: Secret<Uint8Array> }>({
    clock,
    ids,
    lifetimeMs: ticketMs,
    capacity: ticketsKept,
  })

  const requireUser = (session: OpenSession): UserRow => {
    const user = database.read((db) => userById(db, session.user.id))
    if (!user || user.disabled) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
    return user
  }

  return {
    mine: (session) => {
      const user = requireUser(session)
      return {
        user: userOf(user),
        createdAtMs: user.createdAtMs,
        passwordChangedAtMs: user.passwordChangedAtMs,
        mfaEnrolledAtMs: user.mfaSecret === null ? null : (user.mfaEnrolledAtMs ?? user.createdAtMs),
        backupCodesLeft: database.read((db) => unusedBackupCodes(db, user.id)),
        backupCodesIssuedAtMs: user.backupCodesIssuedAtMs,
      }
    },

    changePassword: async (by, session, { current, next }) => {
      const user = await reauthentication.requirePassword(by, session, current, 'password-change')
      await requireStrong(next, user.name, settings.get('access.password.minLength'))
      if (next.normalize('NFKC') === current.normalize('NFKC')) throw weakPassword('The new password is the same as the current one.')
      const passwordHash = await hasher.hash(next)
      const slot = await keys.deriveSlotKey(next)
      const ended = await database.change(
        by,
        (count: number) => ({
          action: 'password.changed',
          severity: 'medium',
          message: `The password of ${user.name} was changed; ${count} other session${count === 1 ? '' : 's'} ended`,
          target: userTarget(user),
          detail: { endedSessions: count },
        }),
        (tx) => {
          // Hashing took a while: who was shut out meanwhile shuts out nobody.
          if (!sessionIsLive(tx, session.id)) throw new GatehouseError('NOT_SIGNED_IN', 'This session has ended.', {})
          if (!setPassword(tx, keys.ring(), user, passwordHash, clock.now())) throw changedMeanwhile()
          if (user.opensVault) keys.rewrapSlot(tx, user.id, slot)
          return endSessionsOf(tx, user.id, session.id, clock.now())
        },
      )
      events.publish({ kind: 'session-changed', userId: user.id, sessionId: null })
      return ended
    },

    startMfaReplacement: (session) => {
      const secret = makeTotpSecret(ids)
      return enrolmentOf(replacements.issue({ sessionId: session.id, secret: new Secret(secret) }), session.user.name, secret)
    },

    confirmMfaReplacement: async (by, session, { ticket, code }) => {
      const pending = replacements.find(ticket)
      if (!pending || pending.sessionId !== session.id) throw ticketExpired()
      const secret = pending.secret.reveal()
      const step = await stepOfFirstCode(secret, code, clock.now())
      const user = requireUser(session)
      const version = user.mfaVersion + 1
      const sealed = keys.ring().seal(secret, totpBinding(user.id, version))
      await database.change(
        by,
        { action: 'mfa.replaced', severity: 'medium', message: `${user.name} moved to another authenticator`, target: userTarget(user) },
        (tx) => {
          if (!setAuthenticator(tx, keys.ring(), { userId: user.id, secret: sealed, version, step, atMs: clock.now() }))
            throw changedMeanwhile()
        },
      )
      replacements.drop(ticket)
    },

    reissueBackupCodes: async (by, session) => {
      const user = requireUser(session)
      const codes = makeBackupCodes(ids)
      const macs = macsOfBackupCodes(keys.ring(), user.id, codes)
      await database.change(
        by,
        {
          action: 'backup-codes.issued',
          severity: 'medium',
          message: `${user.name} received ${codes.length} new backup codes; those before are void`,
          target: userTarget(user),
        },
        (tx) => replaceBackupCodes(tx, user.id, macs, clock.now()),
      )
      return codes
    },

    downloadBackupCodes: async (by, session, typed) => {
      const user = requireUser(session)
      const ring = keys.ring()
      const isMine = (code: string): boolean =>
        database.read((db) => findBackupCode(db, user.id, macOfBackupCode(ring, user.id, code)))?.usedAtMs === null
      const mine = [...new Set(typed.map(readBackupCode))].filter((code) => code !== null).filter(isMine)
      if (mine.length !== typed.length)
        throw new GatehouseError('INVALID_INPUT', 'These are not your unused backup codes. Issue new ones to keep them in a file.', {
          field: 'backupCodes',
        })
      const { url } = await downloads.create({
        sessionId: session.id,
        fileName: 'gatehouse-backup-codes.txt',
        contentType: 'text/plain; charset=utf-8',
        body: backupCodesText(user.name, mine.map(showBackupCode), user.backupCodesIssuedAtMs ?? user.createdAtMs),
      })
      await database.append(by, {
        action: 'backup-codes.downloaded',
        severity: 'low',
        message: `${user.name} took the backup codes as a file`,
        target: userTarget(user),
      })
      return url
    },
  }
}
