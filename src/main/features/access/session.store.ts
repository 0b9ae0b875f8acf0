/** Rows of sessions. */
import type { EndReason, LockReason } from '../../../shared/contract/access.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { sealRow } from './row-seal.ts'
import { sessionFieldsOf } from './session-seal.ts'

export interface SessionRow {
  id: string
  userId: string
  userName: string
  userRole: Role
  userDisabled: 0 | 1
  userOpensVault: 0 | 1
  userHasMfa: 0 | 1
  tokenHash: string
  device: string
  address: string
  createdAtMs: number
  lastInputAtMs: number
  expiresAtMs: number
  lockedAtMs: number | null
  lockedWhy: LockReason | null
  steppedUpUntilMs: number | null
  endedAtMs: number | null
  endedWhy: EndReason | null
  /** See session-seal.ts; null in rows from before, and once it has ended. */
  seal: string | null
}

const select = `SELECT session.id, session.user_id AS userId, user.name AS userName, user.role AS userRole, user.disabled AS userDisabled,
  user.opens_vault AS userOpensVault, user.mfa_secret IS NOT NULL AS userHasMfa,
  session.token_hash AS tokenHash, session.device, session.address, session.created_at_ms AS createdAtMs,
  session.last_input_at_ms AS lastInputAtMs, session.expires_at_ms AS expiresAtMs, session.locked_at_ms AS lockedAtMs,
  session.locked_why AS lockedWhy, session.stepped_up_until_ms AS steppedUpUntilMs, session.ended_at_ms AS endedAtMs, session.ended_why AS endedWhy,
  session.seal
  FROM session JOIN user ON user.id = session.user_id`

export const sessionByTokenHash = (db: Readable, tokenHash: string): SessionRow | null =>
  db.get<SessionRow>(`${select} WHERE session.token_hash = @tokenHash`, { tokenHash }) ?? null

/** Neither locked nor ended. */
export const sessionIsLive = (db: Readable, id: string): boolean =>
  db.get('SELECT 1 FROM session WHERE id = @id AND locked_at_ms IS NULL AND ended_at_ms IS NULL', { id }) !== undefined

/** Those that have not ended, locked or not. */
export const liveSessions = (db: Readable): SessionRow[] => db.all<SessionRow>(`${select} WHERE session.ended_at_ms IS NULL`)

export const liveSessionsOf = (db: Readable, userId: string): SessionRow[] =>
  db.all<SessionRow>(
    `${select} WHERE session.user_id = @userId AND session.ended_at_ms IS NULL ORDER BY session.created_at_ms DESC, session.id DESC`,
    {
      userId,
    },
  )

export type NewSession = Pick<SessionRow, 'id' | 'userId' | 'tokenHash' | 'device' | 'address' | 'createdAtMs' | 'expiresAtMs'>

export const insertSession = (tx: Writable, ring: KeyRing, session: NewSession): void => {
  tx.run(
    `INSERT INTO session (id, user_id, token_hash, device, address, created_at_ms, last_input_at_ms, expires_at_ms, seal)
     VALUES (@id, @userId, @tokenHash, @device, @address, @createdAtMs, @createdAtMs, @expiresAtMs, @seal)`,
    { ...session, seal: sealRow(ring, 'session', sessionFieldsOf(session)) },
  )
}

/** False where it is locked already or has ended. */
export const lockSession = (tx: Writable, id: string, why: LockReason, atMs: number): boolean =>
  tx.run(
    `UPDATE session SET locked_at_ms = @atMs, locked_why = @why, stepped_up_until_ms = NULL
     WHERE id = @id AND locked_at_ms IS NULL AND ended_at_ms IS NULL`,
    { id, why, atMs },
  ).changes === 1

/** False where it has ended. */
export const unlockSession = (tx: Writable, id: string, atMs: number): boolean =>
  tx.run(
    `UPDATE session SET locked_at_ms = NULL, locked_why = NULL, last_input_at_ms = @atMs
     WHERE id = @id AND ended_at_ms IS NULL`,
    { id, atMs },
  ).changes === 1

/** False where it has ended already. Its seal goes with it: to take the end out of the row opens nothing. */
export const endSession = (tx: Writable, id: string, why: EndReason, atMs: number): boolean =>
  tx.run(
    `UPDATE session SET ended_at_ms = @atMs, ended_why = @why, stepped_up_until_ms = NULL, seal = NULL
     WHERE id = @id AND ended_at_ms IS NULL`,
    { id, why, atMs },
  ).changes === 1

/** All of a user's sessions, but one where it is named; how many. */
export const endSessionsOf = (tx: Writable, userId: string, keptId: string | null, atMs: number): number =>
  tx.run(
    `UPDATE session SET ended_at_ms = @atMs, ended_why = 'revoked', stepped_up_until_ms = NULL, seal = NULL
     WHERE user_id = @userId AND id IS NOT @keptId AND ended_at_ms IS NULL`,
    { userId, keptId, atMs },
  ).changes

/** False where it is locked or has ended. */
export const stepUpSession = (tx: Writable, id: string, untilMs: number): boolean =>
  tx.run('UPDATE session SET stepped_up_until_ms = @untilMs WHERE id = @id AND locked_at_ms IS NULL AND ended_at_ms IS NULL', {
    id,
    untilMs,
  }).changes === 1

/** In all sessions of a user: another role is another reason to ask for a code. */
export const dropStepUpsOf = (tx: Writable, userId: string): void => {
  tx.run('UPDATE session SET stepped_up_until_ms = NULL WHERE user_id = @userId', { userId })
}

export const deleteSessionsEndedBefore = (tx: Writable, beforeMs: number): void => {
  tx.run('DELETE FROM session WHERE ended_at_ms IS NOT NULL AND ended_at_ms < @beforeMs', { beforeMs })
}

export const noteLastInput = defineNote(
  'session',
  'UPDATE session SET last_input_at_ms = @atMs WHERE id = @id AND last_input_at_ms < @atMs',
)
