/** Rows of users. Whatever their seal covers is written here, together with its seal. */
import type { User } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { permissionsOf } from '../../../shared/permissions.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { KeyRing, Resealer } from '../vault/key-ring.ts'
import { sealOfUser, userIsSealed } from './user-seal.ts'
import { noPassword, totpBinding } from './user-words.ts'

export interface UserRow {
  id: string
  name: string
  nameKey: string
  role: Role
  passwordHash: string
  passwordChangedAtMs: number
  /** Sealed; null where no authenticator is enrolled. */
  mfaSecret: Uint8Array | null
  mfaVersion: number
  mfaEnrolledAtMs: number | null
  lastCodeStep: number
  backupCodesIssuedAtMs: number | null
  disabled: 0 | 1
  opensVault: 0 | 1
  lastSeenAtMs: number | null
  createdAtMs: number
  version: number
  /** See user-seal.ts; null where the row was never sealed. */
  rowSeal: string | null
}

const columns = `id, name, name_key AS nameKey, role, password_hash AS passwordHash, password_changed_at_ms AS passwordChangedAtMs,
  mfa_secret AS mfaSecret, mfa_version AS mfaVersion, mfa_enrolled_at_ms AS mfaEnrolledAtMs, last_code_step AS lastCodeStep,
  backup_codes_issued_at_ms AS backupCodesIssuedAtMs, disabled, opens_vault AS opensVault, last_seen_at_ms AS lastSeenAtMs,
  created_at_ms AS createdAtMs, version, row_seal AS rowSeal`

/** What a password is checked against; null where there is none that could be right. */
export const passwordOf = (user: Pick<UserRow, 'passwordHash'> | null): string | null =>
  user === null || user.passwordHash === noPassword ? null : user.passwordHash

export const userOf = (row: Pick<UserRow, 'id' | 'name' | 'role'>): User => ({
  id: row.id,
  name: row.name,
  role: row.role,
  permissions: permissionsOf(row.role),
})

export const anyUser = (db: Readable): boolean => db.get('SELECT 1 FROM user LIMIT 1') !== undefined

export const userById = (db: Readable, id: string): UserRow | null =>
  db.get<UserRow>(`SELECT ${columns} FROM user WHERE id = @id`, { id }) ?? null

export const userByNameKey = (db: Readable, nameKey: string): UserRow | null =>
  db.get<UserRow>(`SELECT ${columns} FROM user WHERE name_key = @nameKey`, { nameKey }) ?? null

/** By name. */
export const allUsers = (db: Readable): UserRow[] => db.all<UserRow>(`SELECT ${columns} FROM user ORDER BY name_key`)

/** By name. */
export const enabledUsers = (db: Readable): { id: string; name: string }[] =>
  db.all<{ id: string; name: string }>('SELECT id, name FROM user WHERE disabled = 0 ORDER BY name_key')

export type NewUser = Pick<UserRow, 'id' | 'name' | 'nameKey' | 'role' | 'opensVault' | 'passwordHash' | 'createdAtMs'>

export const insertUser = (tx: Writable, ring: KeyRing, user: NewUser): void => {
  const rowSeal = sealOfUser(ring, { ...user, disabled: 0, mfaVersion: 0, mfaSecret: null, version: 1 })
  tx.run(
    `INSERT INTO user (id, name, name_key, role, opens_vault, password_hash, password_changed_at_ms, created_at_ms, last_seen_at_ms, version, row_seal)
     VALUES (@id, @name, @nameKey, @role, @opensVault, @passwordHash, @createdAtMs, @createdAtMs, @createdAtMs, 1, @rowSeal)`,
    { ...user, rowSeal },
  )
}

export const rowWasTampered = (name: string) =>
  new GatehouseError(
    'CONFLICT',
    `The account of ${name} was changed by something that is not Gatehouse, and nobody gets in with it. An administrator looks at it on the page Users.`,
    {},
  )

export type UserChange = Partial<
  Pick<
    UserRow,
    | 'role'
    | 'disabled'
    | 'opensVault'
    | 'passwordHash'
    | 'passwordChangedAtMs'
    | 'mfaSecret'
    | 'mfaVersion'
    | 'mfaEnrolledAtMs'
    | 'lastCodeStep'
    | 'backupCodesIssuedAtMs'
  >
>

const writeRow = (tx: Writable, ring: KeyRing, before: UserRow, change: UserChange, version = before.version + 1): void => {
  const next = { ...before, ...change, version }
  tx.run(
    `UPDATE user SET role = @role, disabled = @disabled, opens_vault = @opensVault, password_hash = @passwordHash,
       password_changed_at_ms = @passwordChangedAtMs, mfa_secret = @mfaSecret, mfa_version = @mfaVersion, mfa_enrolled_at_ms = @mfaEnrolledAtMs,
       last_code_step = @lastCodeStep, backup_codes_issued_at_ms = @backupCodesIssuedAtMs, version = @version, row_seal = @rowSeal
     WHERE id = @id`,
    { ...next, rowSeal: sealOfUser(ring, next) },
  )
}

/** False where the user was changed meanwhile. Throws where the row was changed from outside: its seal is not renewed by the way. */
export const changeUser = (tx: Writable, ring: KeyRing, user: Pick<UserRow, 'id' | 'version'>, change: UserChange): boolean => {
  const present = userById(tx, user.id)
  if (present?.version !== user.version) return false
  if (!userIsSealed(ring, present)) throw rowWasTampered(present.name)
  writeRow(tx, ring, present, change)
  return true
}

/** Takes the row as it is for right, with `change`; from then on it has this version. */
export const sealAsItIs = (tx: Writable, ring: KeyRing, row: UserRow, change: UserChange, version: number): void =>
  writeRow(tx, ring, row, change, version)

/** Of a row whose seal is wrong: it stays wrong. */
export const disableUnsealed = (tx: Writable, id: string): void => {
  tx.run('UPDATE user SET disabled = 1, version = version + 1 WHERE id = @id', { id })
}

/** False where a code of this step or a later one was accepted meanwhile. */
export const takeCodeStep = (tx: Writable, userId: string, step: number): boolean =>
  tx.run('UPDATE user SET last_code_step = @step WHERE id = @userId AND last_code_step < @step AND disabled = 0', { userId, step })
    .changes === 1

/** False where the user was changed meanwhile. */
export const setPassword = (tx: Writable, ring: KeyRing, user: Pick<UserRow, 'id' | 'version'>, passwordHash: string, atMs: number) =>
  changeUser(tx, ring, user, { passwordHash, passwordChangedAtMs: atMs })

/** From here on no password is right. False where the user was changed meanwhile. */
export const voidPassword = (tx: Writable, ring: KeyRing, user: Pick<UserRow, 'id' | 'version'>, atMs: number): boolean =>
  changeUser(tx, ring, user, { passwordHash: noPassword, passwordChangedAtMs: atMs })

/** They enrol at the next sign-in; their backup codes are void too. False where the user was changed meanwhile. */
export const clearAuthenticator = (tx: Writable, ring: KeyRing, user: Pick<UserRow, 'id' | 'version'>): boolean => {
  tx.run('DELETE FROM backup_code WHERE user_id = @id', { id: user.id })
  return changeUser(tx, ring, user, { mfaSecret: null, mfaEnrolledAtMs: null, backupCodesIssuedAtMs: null })
}

export interface NewAuthenticator {
  userId: string
  /** Sealed under this version; see `totpBinding`. */
  secret: Uint8Array
  version: number
  /** Of the code that confirmed it. */
  step: number
  atMs: number
}

/** The next version of a user's authenticator. False where it was replaced meanwhile. */
export const setAuthenticator = (tx: Writable, ring: KeyRing, next: NewAuthenticator): boolean => {
  const present = userById(tx, next.userId)
  if (present?.mfaVersion !== next.version - 1) return false
  return changeUser(tx, ring, present, {
    mfaSecret: next.secret,
    mfaVersion: next.version,
    mfaEnrolledAtMs: next.atMs,
    lastCodeStep: next.step,
  })
}

/** All authenticators under another ring. How many there were. */
export const resealAuthenticators: Resealer = (tx, from, to) => {
  const rows = allUsers(tx).filter(({ mfaSecret }) => mfaSecret !== null)
  for (const row of rows) {
    const binding = totpBinding(row.id, row.mfaVersion)
    const mfaSecret = to.seal(from.open(row.mfaSecret!, binding), binding)
    // What was changed from outside stays told apart.
    const rowSeal = userIsSealed(from, row) ? sealOfUser(to, { ...row, mfaSecret }) : row.rowSeal
    tx.run('UPDATE user SET mfa_secret = @mfaSecret, row_seal = @rowSeal WHERE id = @id', { id: row.id, mfaSecret, rowSeal })
  }
  return rows.length
}

export const noteLastSeen = defineNote(
  'user',
  'UPDATE user SET last_seen_at_ms = @atMs WHERE id = @userId AND coalesce(last_seen_at_ms, 0) <= @beforeMs',
)
