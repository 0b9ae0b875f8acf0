/** Rows of the keys of a restored vault: the master key's row, key slots that still open something, the recovery key. */
import type { Readable, Writable } from '../../database/database.ts'
import { insertMasterKey, keySlotOf, recoveryKeyInForce, replaceKeySlot, replaceRecoveryKey } from './master-key.store.ts'
import type { MasterKeyRow } from './master-key.store.ts'

interface SlotOwner {
  id: string
  name: string
  password: string
}
const ownersOf = (db: Readable, masterKeyId: string): SlotOwner[] =>
  db.all<SlotOwner>(
    `SELECT u.id, u.name, u.password_hash AS password FROM key_slot s JOIN user u ON u.id = s.user_id
     WHERE s.master_key_id = @masterKeyId AND u.disabled = 0 ORDER BY u.name_key`,
    { masterKeyId },
  )

/** Names of those whose password opens the vault. */
export const slotOwners = (db: Readable, masterKeyId: string): string[] => ownersOf(db, masterKeyId).map(({ name }) => name)

const passwordOf = (db: Readable, userId: string): string | null =>
  db.get<{ password: string }>('SELECT password_hash AS password FROM user WHERE id = @userId AND disabled = 0', { userId })?.password ??
  null

/** Of those who have a slot here, those who are in the backup with the same password. */
export const sharedSlotOwners = (present: Readable, scratch: Readable, masterKeyId: string): { id: string; name: string }[] =>
  ownersOf(present, masterKeyId).filter(({ id, password }) => passwordOf(scratch, id) === password)

/** Whatever was there goes. */
export const putMasterKeyRow = (tx: Writable, row: MasterKeyRow): void => {
  tx.run('DELETE FROM master_key')
  insertMasterKey(tx, row)
}

/** The slots of the backup, which open its master key, and no others: one of a later user or a later password would be counted as one that opens the vault. */
export const takeSlots = (tx: Writable, scratch: Readable, masterKeyId: string): void => {
  const owners = scratch
    .all<{ id: string }>('SELECT user_id AS id FROM key_slot WHERE master_key_id = @masterKeyId', { masterKeyId })
    .map(({ id }) => id)
  for (const id of owners) {
    const slot = keySlotOf(scratch, id, masterKeyId)!
    replaceKeySlot(tx, id, masterKeyId, slot, createdAtMs(scratch, id, masterKeyId))
  }
  keepSlotsOf(tx, owners, masterKeyId)
}
const createdAtMs = (db: Readable, userId: string, masterKeyId: string): number =>
  db.get<{ at: number }>('SELECT created_at_ms AS at FROM key_slot WHERE user_id = @userId AND master_key_id = @masterKeyId', {
    userId,
    masterKeyId,
  })!.at

/** Slots of this master key whose owners are named; all others go. */
export const keepSlotsOf = (tx: Writable, owners: readonly string[], masterKeyId: string): void => {
  for (const { id, master } of tx.all<{ id: string; master: string }>('SELECT user_id AS id, master_key_id AS master FROM key_slot')) {
    if (master !== masterKeyId || !owners.includes(id))
      tx.run('DELETE FROM key_slot WHERE user_id = @id AND master_key_id = @master', { id, master })
  }
}

export const takeRecoveryKey = (tx: Writable, scratch: Readable): void => {
  const row = recoveryKeyInForce(scratch)
  tx.run('DELETE FROM recovery_key')
  if (row) replaceRecoveryKey(tx, row)
}
