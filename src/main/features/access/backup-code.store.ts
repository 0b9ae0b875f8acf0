/** Rows of backup codes: keyed hashes, and when each was used. */
import { timingSafeEqual } from 'node:crypto'
import type { Readable, Writable } from '../../database/database.ts'

export interface BackupCodeRow {
  position: number
  mac: Uint8Array
  usedAtMs: number | null
}

const codesOf = (db: Readable, userId: string): BackupCodeRow[] =>
  db.all<BackupCodeRow>('SELECT position, mac, used_at_ms AS usedAtMs FROM backup_code WHERE user_id = @userId ORDER BY position', {
    userId,
  })

/** Looks at all of them, whichever it is. */
export const findBackupCode = (db: Readable, userId: string, mac: Buffer): BackupCodeRow | null =>
  codesOf(db, userId).filter((row) => row.mac.length === mac.length && timingSafeEqual(row.mac, mac))[0] ?? null

export const unusedBackupCodes = (db: Readable, userId: string): number => codesOf(db, userId).filter((row) => row.usedAtMs === null).length

/** False where it was used meanwhile. */
export const spendBackupCode = (tx: Writable, userId: string, position: number, atMs: number): boolean =>
  tx.run('UPDATE backup_code SET used_at_ms = @atMs WHERE user_id = @userId AND position = @position AND used_at_ms IS NULL', {
    userId,
    position,
    atMs,
  }).changes === 1

/** All codes before are void. */
export const replaceBackupCodes = (tx: Writable, userId: string, macs: readonly Buffer[], atMs: number): void => {
  tx.run('DELETE FROM backup_code WHERE user_id = @userId', { userId })
  for (const [index, mac] of macs.entries())
    tx.run('INSERT INTO backup_code (user_id, position, mac) VALUES (@userId, @position, @mac)', { userId, position: index + 1, mac })
  tx.run('UPDATE user SET backup_codes_issued_at_ms = @atMs WHERE id = @userId', { userId, atMs })
}
