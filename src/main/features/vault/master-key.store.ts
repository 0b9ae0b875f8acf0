/** Rows of master keys, key slots and the log's signing keys. */
import type { Readable, Writable } from '../../database/database.ts'

export interface MasterKeyRow {
  id: string
  place: 'keychain' | 'file' | 'environment' | 'slots'
  wrapped_data_key: Uint8Array
}

export const masterKeyInForce = (db: Readable): MasterKeyRow | null =>
  db.get<MasterKeyRow>('SELECT id, place, wrapped_data_key FROM master_key ORDER BY created_at_ms DESC, id DESC LIMIT 1') ?? null

export const insertMasterKey = (tx: Writable, row: MasterKeyRow, atMs: number): void => {
  tx.run('INSERT INTO master_key (id, place, wrapped_data_key, created_at_ms) VALUES (@id, @place, @wrapped_data_key, @atMs)', {
    ...row,
    atMs,
  })
}

export interface KeySlotRow {
  salt: Uint8Array
  wrapped_master_key: Uint8Array
}

export const keySlotOf = (db: Readable, userId: string, masterKeyId: string): KeySlotRow | null =>
  db.get<KeySlotRow>('SELECT salt, wrapped_master_key FROM key_slot WHERE user_id = @userId AND master_key_id = @masterKeyId', {
    userId,
    masterKeyId,
  }) ?? null

export const replaceKeySlot = (tx: Writable, userId: string, masterKeyId: string, slot: KeySlotRow, atMs: number): void => {
  tx.run(
    `INSERT INTO key_slot (user_id, master_key_id, salt, wrapped_master_key, created_at_ms) VALUES (@userId, @masterKeyId, @salt, @wrapped_master_key, @atMs)
     ON CONFLICT (user_id, master_key_id) DO UPDATE SET salt = @salt, wrapped_master_key = @wrapped_master_key, created_at_ms = @atMs`,
    { userId, masterKeyId, ...slot, atMs },
  )
}

export interface SigningKeyRow {
  id: string
  public_key: Uint8Array
  sealed_private_key: Uint8Array
}

export const newestSigningKey = (db: Readable): SigningKeyRow | null =>
  db.get<SigningKeyRow>('SELECT id, public_key, sealed_private_key FROM log_key ORDER BY created_at_ms DESC, id LIMIT 1') ?? null
export const allSigningKeys = (db: Readable): SigningKeyRow[] =>
  db.all<SigningKeyRow>('SELECT id, public_key, sealed_private_key FROM log_key ORDER BY created_at_ms')

export const insertSigningKey = (tx: Writable, row: SigningKeyRow, atMs: number): void => {
  tx.run('INSERT INTO log_key (id, public_key, sealed_private_key, created_at_ms) VALUES (@id, @public_key, @sealed_private_key, @atMs)', {
    ...row,
    atMs,
  })
}
