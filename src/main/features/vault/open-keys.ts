/** The keys of an open vault, each wrapped by the one above: master key, data key, and the MAC key that outlives a data key. */
import { createHmac, randomBytes } from 'node:crypto'
import { Secret } from '../../../ports/secret.ts'
import type { KeyRing, SlotKey } from './key-ring.ts'
import type { KeySlotRow, MasterKeyRow } from './master-key.store.ts'
import { deriveKey, seal, unseal } from './seal.ts'

export interface OpenKeys {
  readonly masterKeyId: string
  /** Kept so that an open vault can make slots and wrap the next data key. */
  readonly masterKey: Secret<Uint8Array>
  readonly dataKeyId: string
  readonly dataKey: Secret<Uint8Array>
  readonly macKey: Secret<Uint8Array>
  readonly ring: KeyRing
}

const keyBytes = 32
const dataKeyBinding = (keys: { dataKeyId: string; masterKeyId: string }): string => `data-key:${keys.dataKeyId}:${keys.masterKeyId}`
const macKeyBinding = (dataKeyId: string): string => `mac-key:${dataKeyId}`
const slotBinding = (userId: string, masterKeyId: string): string => `key-slot:${userId}:${masterKeyId}`

const ringOf = (dataKey: Uint8Array, macKey: Uint8Array): KeyRing => {
  const sealing = deriveKey(dataKey, 'seal')
  const macKeys = new Map<string, Buffer>()
  const macKeyOf = (label: string): Buffer => {
    const known = macKeys.get(label) ?? deriveKey(macKey, `mac ${label}`)
    macKeys.set(label, known)
    return known
  }
  return {
    seal: (plain, binding) => seal(sealing, plain, binding),
    open: (sealed, binding) => unseal(sealing, sealed, binding),
    mac: (label, data) => createHmac('sha256', macKeyOf(label)).update(data).digest(),
  }
}

export const makeKey = (): Uint8Array => new Uint8Array(randomBytes(keyBytes))

export const joinKeys = (keys: Omit<OpenKeys, 'ring'>): OpenKeys => ({ ...keys, ring: ringOf(keys.dataKey.reveal(), keys.macKey.reveal()) })

/** New data key and MAC key under this master key. */
export const makeKeys = (masterKeyId: string, masterKey: Secret<Uint8Array>, dataKeyId: string): OpenKeys =>
  joinKeys({ masterKeyId, masterKey, dataKeyId, dataKey: new Secret(makeKey()), macKey: new Secret(makeKey()) })

/** As the database keeps them. */
export const wrapKeys = (keys: OpenKeys): Pick<MasterKeyRow, 'id' | 'data_key_id' | 'wrapped_data_key' | 'sealed_mac_key'> => ({
  id: keys.masterKeyId,
  data_key_id: keys.dataKeyId,
  wrapped_data_key: seal(deriveKey(keys.masterKey.reveal(), 'wrap data key'), keys.dataKey.reveal(), dataKeyBinding(keys)),
  sealed_mac_key: seal(deriveKey(keys.dataKey.reveal(), 'wrap mac key'), keys.macKey.reveal(), macKeyBinding(keys.dataKeyId)),
})

/** Throws where this is not the master key of that row. */
export const openKeys = (row: MasterKeyRow, masterKey: Uint8Array): OpenKeys => {
  const ids = { masterKeyId: row.id, dataKeyId: row.data_key_id }
  const dataKey = unseal(deriveKey(masterKey, 'wrap data key'), row.wrapped_data_key, dataKeyBinding(ids))
  const macKey = unseal(deriveKey(dataKey, 'wrap mac key'), row.sealed_mac_key, macKeyBinding(ids.dataKeyId))
  return joinKeys({ ...ids, masterKey: new Secret(masterKey), dataKey: new Secret(dataKey), macKey: new Secret(macKey) })
}

export const wrapForSlot = (keys: OpenKeys, userId: string, slot: SlotKey): KeySlotRow => ({
  salt: slot.salt,
  wrapped_master_key: seal(slot.key.reveal(), keys.masterKey.reveal(), slotBinding(userId, keys.masterKeyId)),
})

/** The master key. Throws where the slot belongs to another password, user or master key. */
export const openSlot = (slot: KeySlotRow, slotKey: Uint8Array, userId: string, masterKeyId: string): Uint8Array =>
  unseal(slotKey, slot.wrapped_master_key, slotBinding(userId, masterKeyId))
