/** Rows of the master key in force, key slots, the recovery key, keychain entries and the log's signing keys. */
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'

export interface MasterKeyRow {
  id: string
  place: 'keychain' | 'file' | 'environment' | 'slots'
  created_at_ms: number
  data_key_id: string
  wrapped_data_key: Uint8Array
  sealed_mac_key: Uint8Array
  data_key_created_at_ms: number
}

export const masterKeyInForce = (db: Readable): MasterKeyRow | null =>
  db.get<MasterKeyRow>(
    'SELECT id, place, created_at_ms, data_key_id, wrapped_data_key, sealed_mac_key, data_key_created_at_ms FROM master_key',
  ) ?? null

/** The first one. Throws where there is one already. */
export const insertMasterKey = (tx: Writable, row: MasterKeyRow): void => {
  tx.run(
    `INSERT INTO master_key (id, place, created_at_ms, data_key_id, wrapped_data_key, sealed_mac_key, data_key_created_at_ms)
     VALUES (@id, @place, @created_at_ms, @data_key_id, @wrapped_data_key, @sealed_mac_key, @data_key_created_at_ms)`,
    { ...row },
  )
}

/** False where another master key or data key is in force meanwhile. */
export const replaceMasterKey = (tx: Writable, before: Pick<MasterKeyRow, 'id' | 'data_key_id'>, row: MasterKeyRow): boolean =>
  tx.run(
    `UPDATE master_key SET id = @id, place = @place, created_at_ms = @created_at_ms, data_key_id = @data_key_id,
       wrapped_data_key = @wrapped_data_key, sealed_mac_key = @sealed_mac_key, data_key_created_at_ms = @data_key_created_at_ms
     WHERE id = @beforeId AND data_key_id = @beforeDataKeyId`,
    { ...row, beforeId: before.id, beforeDataKeyId: before.data_key_id },
  ).changes === 1

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

export const keySlotCount = (db: Readable, masterKeyId: string): number =>
  db.get<{ slots: number }>('SELECT count(*) AS slots FROM key_slot WHERE master_key_id = @masterKeyId', { masterKeyId })!.slots

/** Throws where it is the last one (a trigger). */
export const deleteKeySlot = (tx: Writable, userId: string, masterKeyId: string): void => {
  tx.run('DELETE FROM key_slot WHERE user_id = @userId AND master_key_id = @masterKeyId', { userId, masterKeyId })
}

/** Of master keys before the one in force. */
export const deleteOtherKeySlots = (tx: Writable, masterKeyId: string): void => {
  tx.run('DELETE FROM key_slot WHERE master_key_id <> @masterKeyId', { masterKeyId })
}

export interface RecoveryKeyRow {
  id: string
  public_key: Uint8Array
  mac: Uint8Array
  master_key_id: string
  wrapped_master_key: Uint8Array
  created_at_ms: number
}

export const recoveryKeyInForce = (db: Readable): RecoveryKeyRow | null =>
  db.get<RecoveryKeyRow>('SELECT id, public_key, mac, master_key_id, wrapped_master_key, created_at_ms FROM recovery_key') ?? null

export const replaceRecoveryKey = (tx: Writable, row: RecoveryKeyRow): void => {
  tx.run(
    `INSERT OR REPLACE INTO recovery_key (singleton, id, public_key, mac, master_key_id, wrapped_master_key, created_at_ms)
     VALUES (1, @id, @public_key, @mac, @master_key_id, @wrapped_master_key, @created_at_ms)`,
    { ...row },
  )
}

export const deleteRecoveryKey = (tx: Writable): void => {
  tx.run('DELETE FROM recovery_key')
}

export const keychainEntries = (db: Readable): string[] =>
  db.all<{ id: string }>('SELECT master_key_id AS id FROM keychain_entry ORDER BY master_key_id').map((row) => row.id)

export const noteKeychainEntry = defineNote('keychain_entry', 'INSERT OR IGNORE INTO keychain_entry (master_key_id) VALUES (@masterKeyId)')
export const noteKeychainEntryGone = defineNote('keychain_entry', 'DELETE FROM keychain_entry WHERE master_key_id = @masterKeyId')

export interface SigningKeyRow {
  id: string
  public_key: Uint8Array
  sealed_private_key: Uint8Array
}

export const allSigningKeys = (db: Readable): SigningKeyRow[] =>
  db.all<SigningKeyRow>('SELECT id, public_key, sealed_private_key FROM log_key ORDER BY created_at_ms')

export const insertSigningKey = (tx: Writable, row: SigningKeyRow, atMs: number): void => {
  tx.run('INSERT INTO log_key (id, public_key, sealed_private_key, created_at_ms) VALUES (@id, @public_key, @sealed_private_key, @atMs)', {
    ...row,
    atMs,
  })
}

export const resealSigningKey = (tx: Writable, id: string, sealed: Uint8Array): void => {
  tx.run('UPDATE log_key SET sealed_private_key = @sealed WHERE id = @id', { id, sealed })
}
