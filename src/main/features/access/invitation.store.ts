/** Rows of invitations: codes of one use for somebody new, or to choose another password. */
import type { Role } from '../../../shared/permissions.ts'
import type { Readable, Writable } from '../../database/database.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { invitationFieldsOf } from './invitation-seal.ts'
import { sealRow } from './row-seal.ts'

export interface InvitationRow {
  id: string
  kind: 'invite' | 'password-reset'
  /** null for somebody new. */
  userId: string | null
  name: string
  nameKey: string
  /** null for a reset. */
  role: Role | null
  opensVault: 0 | 1
  codeHash: string
  madeBy: string
  createdAtMs: number
  expiresAtMs: number
  endedAtMs: number | null
  endedWhy: 'used' | 'withdrawn' | null
  /** Empty once it has ended. */
  seal: string
}

const columns = `id, kind, user_id AS userId, name, name_key AS nameKey, role, opens_vault AS opensVault, code_hash AS codeHash, made_by AS madeBy,
  created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs, ended_at_ms AS endedAtMs, ended_why AS endedWhy, seal`

export const invitationByCodeHash = (db: Readable, codeHash: string): InvitationRow | null =>
  db.get<InvitationRow>(`SELECT ${columns} FROM invitation WHERE code_hash = @codeHash`, { codeHash }) ?? null

export const invitationById = (db: Readable, id: string): InvitationRow | null =>
  db.get<InvitationRow>(`SELECT ${columns} FROM invitation WHERE id = @id`, { id }) ?? null

/** Neither used nor withdrawn; it may have expired. */
export const openInvitationOf = (db: Readable, nameKey: string): InvitationRow | null =>
  db.get<InvitationRow>(`SELECT ${columns} FROM invitation WHERE name_key = @nameKey AND ended_at_ms IS NULL`, { nameKey }) ?? null

/** By name; neither used nor withdrawn. */
export const openInvitations = (db: Readable): InvitationRow[] =>
  db.all<InvitationRow>(`SELECT ${columns} FROM invitation WHERE ended_at_ms IS NULL ORDER BY name_key`)

export const insertInvitation = (tx: Writable, ring: KeyRing, row: Omit<InvitationRow, 'seal' | 'endedAtMs' | 'endedWhy'>): void => {
  tx.run(
    `INSERT INTO invitation (id, kind, user_id, name, name_key, role, opens_vault, code_hash, made_by, created_at_ms, expires_at_ms, seal)
     VALUES (@id, @kind, @userId, @name, @nameKey, @role, @opensVault, @codeHash, @madeBy, @createdAtMs, @expiresAtMs, @seal)`,
    { ...row, seal: sealRow(ring, 'invitation', invitationFieldsOf(row)) },
  )
}

/** False where it was used or withdrawn already. Its seal goes with it: to take the end out of the row opens nothing. */
export const endInvitation = (tx: Writable, id: string, why: 'used' | 'withdrawn', atMs: number): boolean =>
  tx.run(`UPDATE invitation SET ended_at_ms = @atMs, ended_why = @why, seal = '' WHERE id = @id AND ended_at_ms IS NULL`, { id, why, atMs })
    .changes === 1

/** Those that are open and were made by this user; for whom they were. */
export const withdrawMadeBy = (tx: Writable, madeBy: string, atMs: number): { id: string; name: string }[] => {
  const open = tx.all<{ id: string; name: string }>('SELECT id, name FROM invitation WHERE made_by = @madeBy AND ended_at_ms IS NULL', {
    madeBy,
  })
  for (const { id } of open) endInvitation(tx, id, 'withdrawn', atMs)
  return open
}

export const deleteInvitationsEndedBefore = (tx: Writable, beforeMs: number): void => {
  tx.run('DELETE FROM invitation WHERE ended_at_ms IS NOT NULL AND ended_at_ms < @beforeMs', { beforeMs })
}
