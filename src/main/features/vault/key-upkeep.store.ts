/** What time does to keys: overlaps that end, deleted keys that go, and every text sealed anew under another data key. */
import type { Readable, Writable } from '../../database/database.ts'

export interface DueKey {
  id: string
  label: string
}

/** Keys of which some overlap has ended. */
export const endedOverlaps = (db: Readable, nowMs: number): DueKey[] =>
  db.all<DueKey>(
    `SELECT DISTINCT api_key.id, api_key.label FROM api_key_version JOIN api_key ON api_key.id = api_key_version.key_id
     WHERE api_key_version.overlap_until_ms <= @nowMs AND api_key_version.overlap_until_ms IS NOT NULL AND api_key_version.sealed IS NOT NULL`,
    { nowMs },
  )

/** When the next overlap ends; null: there is none. */
export const nextOverlapEnd = (db: Readable): number | null =>
  db.get<{ atMs: number | null }>(
    'SELECT min(overlap_until_ms) AS atMs FROM api_key_version WHERE overlap_until_ms IS NOT NULL AND sealed IS NOT NULL',
  )!.atMs

export const deletedBefore = (db: Readable, atMs: number): DueKey[] =>
  db.all<DueKey>('SELECT id, label FROM api_key WHERE deleted_at_ms IS NOT NULL AND deleted_at_ms <= @atMs', { atMs })

/** Whether it is still deleted, and was by then. */
export const isDeletedBefore = (db: Readable, id: string, atMs: number): boolean =>
  db.get('SELECT 1 FROM api_key WHERE id = @id AND deleted_at_ms IS NOT NULL AND deleted_at_ms <= @atMs', { id, atMs }) !== undefined

/** Leaves nothing of a key but what the log says. */
export const purgeKey = (tx: Writable, id: string): void => {
  tx.run('DELETE FROM api_key_use WHERE key_id = @id', { id })
  tx.run('DELETE FROM api_key_check WHERE key_id = @id', { id })
  tx.run('DELETE FROM api_key_reminder WHERE key_id = @id', { id })
  tx.run('DELETE FROM api_key_version WHERE key_id = @id', { id })
  tx.run('DELETE FROM api_key WHERE id = @id', { id })
}

export interface StoredText {
  keyId: string
  label: string
  number: number
  sealed: Uint8Array
}

/** A page of the texts that exist, in the order of key and number, after this one. */
export const storedTextsAfter = (db: Readable, keyId: string, number: number, limit: number): StoredText[] =>
  db.all<StoredText>(
    `SELECT api_key_version.key_id AS keyId, api_key.label, api_key_version.number, api_key_version.sealed FROM api_key_version
     JOIN api_key ON api_key.id = api_key_version.key_id
     WHERE (api_key_version.key_id, api_key_version.number) > (@keyId, @number) AND api_key_version.sealed IS NOT NULL
     ORDER BY api_key_version.key_id, api_key_version.number LIMIT @limit`,
    { keyId, number, limit },
  )

export const replaceStoredText = (tx: Writable, keyId: string, number: number, sealed: Uint8Array): void => {
  tx.run('UPDATE api_key_version SET sealed = @sealed WHERE key_id = @keyId AND number = @number', { keyId, number, sealed })
}
