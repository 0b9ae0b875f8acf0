/** Rows of users. */
import type { User } from '../../../shared/contract/access.ts'
import { permissionsOf } from '../../../shared/permissions.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { Readable, Writable } from '../../database/database.ts'
import type { Resealer } from '../vault/key-ring.ts'

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
  createdAtMs: number
  version: number
}

const columns = `id, name, name_key AS nameKey, role, password_hash AS passwordHash, password_changed_at_ms AS passwordChangedAtMs,
  mfa_secret AS mfaSecret, mfa_version AS mfaVersion, mfa_enrolled_at_ms AS mfaEnrolledAtMs, last_code_step AS lastCodeStep,
  backup_codes_issued_at_ms AS backupCodesIssuedAtMs, disabled, created_at_ms AS createdAtMs, version`

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
export const enabledUsers = (db: Readable): { id: string; name: string }[] =>
  db.all<{ id: string; name: string }>('SELECT id, name FROM user WHERE disabled = 0 ORDER BY name_key')

export type NewUser = Pick<UserRow, 'id' | 'name' | 'nameKey' | 'role' | 'passwordHash' | 'createdAtMs'>

export const insertUser = (tx: Writable, user: NewUser): void => {
  tx.run(
    `INSERT INTO user (id, name, name_key, role, password_hash, password_changed_at_ms, created_at_ms)
     VALUES (@id, @name, @nameKey, @role, @passwordHash, @createdAtMs, @createdAtMs)`,
    { ...user },
  )
}

/** False where a code of this step or a later one was accepted meanwhile. */
export const takeCodeStep = (tx: Writable, userId: string, step: number): boolean =>
  tx.run('UPDATE user SET last_code_step = @step WHERE id = @userId AND last_code_step < @step AND disabled = 0', { userId, step })
    .changes === 1

/** False where the user was changed meanwhile. */
export const setPassword = (tx: Writable, user: UserRow, passwordHash: string, atMs: number): boolean =>
  tx.run(
    'UPDATE user SET password_hash = @passwordHash, password_changed_at_ms = @atMs, version = version + 1 WHERE id = @id AND version = @version',
    { id: user.id, version: user.version, passwordHash, atMs },
  ).changes === 1

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
export const setAuthenticator = (tx: Writable, next: NewAuthenticator): boolean =>
  tx.run(
    `UPDATE user SET mfa_secret = @secret, mfa_version = @version, mfa_enrolled_at_ms = @atMs, last_code_step = @step, version = version + 1
     WHERE id = @userId AND mfa_version = @version - 1`,
    { ...next },
  ).changes === 1

/** All authenticators under another ring. How many there were. */
export const resealAuthenticators: Resealer = (tx, from, to) => {
  const rows = tx.all<{ id: string; secret: Uint8Array; version: number }>(
    'SELECT id, mfa_secret AS secret, mfa_version AS version FROM user WHERE mfa_secret IS NOT NULL',
  )
  for (const { id, secret, version } of rows) {
    const binding = totpBinding(id, version)
    tx.run('UPDATE user SET mfa_secret = @secret WHERE id = @id', { id, secret: to.seal(from.open(secret, binding), binding) })
  }
  return rows.length
}

/** What the sealed secret is bound to: a secret moved to another user or version does not open. */
export const totpBinding = (userId: string, version: number): string => `user-totp:${userId}:${version}`
