/** Rows of access tokens. What a row grants is sealed, and written together with its seal. */
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { sealIsRight, sealRow } from './row-seal.ts'
import type { SealedField } from './row-seal.ts'

export interface AccessTokenRow {
  id: string
  userId: string
  name: string
  prefix: string
  tokenHash: string
  /** JSON. */
  permissions: string
  createdAtMs: number
  expiresAtMs: number
  lastUsedAtMs: number | null
  lastUsedFrom: string | null
  revokedAtMs: number | null
  revokedBy: string | null
  /** See row-seal.ts. */
  rowSeal: string
}

const columns = `access_token.id, user_id AS userId, access_token.name, prefix, token_hash AS tokenHash, permissions,
  access_token.created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs, last_used_at_ms AS lastUsedAtMs, last_used_from AS lastUsedFrom,
  revoked_at_ms AS revokedAtMs, revoked_by AS revokedBy, row_seal AS rowSeal`

export const tokenByHash = (db: Readable, tokenHash: string): AccessTokenRow | null =>
  db.get<AccessTokenRow>(`SELECT ${columns} FROM access_token WHERE token_hash = @tokenHash`, { tokenHash }) ?? null

/** Newest first. */
export const tokensOf = (db: Readable, userId: string): AccessTokenRow[] =>
  db.all<AccessTokenRow>(`SELECT ${columns} FROM access_token WHERE user_id = @userId ORDER BY id DESC`, { userId })

/** Those that may still be used, as far as they themselves go. */
export const tokensInForce = (db: Readable, nowMs: number): Pick<AccessTokenRow, 'id' | 'userId' | 'expiresAtMs'>[] =>
  db.all(
    'SELECT id, user_id AS userId, expires_at_ms AS expiresAtMs FROM access_token WHERE revoked_at_ms IS NULL AND expires_at_ms > @nowMs',
    {
      nowMs,
    },
  )

type Sealed = Omit<AccessTokenRow, 'name' | 'prefix' | 'lastUsedAtMs' | 'lastUsedFrom' | 'revokedBy' | 'rowSeal'>
const fieldsOf = (row: Sealed): SealedField[] => [
  row.id,
  row.userId,
  row.tokenHash,
  row.permissions,
  row.createdAtMs,
  row.expiresAtMs,
  row.revokedAtMs,
]

/** Whether Gatehouse wrote what it grants. */
export const tokenIsSealed = (ring: KeyRing, row: AccessTokenRow): boolean => sealIsRight(ring, 'access-token', fieldsOf(row), row.rowSeal)

export type NewAccessToken = Omit<AccessTokenRow, 'lastUsedAtMs' | 'lastUsedFrom' | 'revokedAtMs' | 'revokedBy' | 'rowSeal'>

export const insertToken = (tx: Writable, ring: KeyRing, token: NewAccessToken): void => {
  tx.run(
    `INSERT INTO access_token (id, user_id, name, prefix, token_hash, permissions, created_at_ms, expires_at_ms, row_seal)
     VALUES (@id, @userId, @name, @prefix, @tokenHash, @permissions, @createdAtMs, @expiresAtMs, @rowSeal)`,
    { ...token, rowSeal: sealRow(ring, 'access-token', fieldsOf({ ...token, revokedAtMs: null })) },
  )
}

/** False where it was revoked already. */
export const revokeToken = (tx: Writable, ring: KeyRing, row: AccessTokenRow, revokedBy: string, atMs: number): boolean =>
  tx.run(
    `UPDATE access_token SET revoked_at_ms = @atMs, revoked_by = @revokedBy, row_seal = @rowSeal WHERE id = @id AND revoked_at_ms IS NULL`,
    { id: row.id, revokedBy, atMs, rowSeal: sealRow(ring, 'access-token', fieldsOf({ ...row, revokedAtMs: atMs })) },
  ).changes === 1

export const deleteTokensEndedBefore = (tx: Writable, beforeMs: number): void => {
  tx.run('DELETE FROM access_token WHERE min(expires_at_ms, ifnull(revoked_at_ms, expires_at_ms)) < @beforeMs', { beforeMs })
}

export const noteTokenUse = defineNote(
  'access_token',
  'UPDATE access_token SET last_used_at_ms = @atMs, last_used_from = @source WHERE id = @id',
)
