/** What a backup needs of the vault: its file key wrapped for this vault, for the recovery key and under a passphrase's key. */
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import type { Keys } from './key-ring.ts'
import type { KeysService } from './keys.service.ts'
import { masterKeyInForce, recoveryKeyInForce } from './master-key.store.ts'
import type { OpenKeys } from './open-keys.ts'
import { readRecoveryKey, unwrapByRecovery, wrapForRecovery } from './recovery-key.ts'
import { isOwnRecoveryKey } from './recovery.service.ts'
import { deriveKey, seal, unseal } from './seal.ts'

const bindingOf = (backupId: string): string => `backup:${backupId}`
const wrapUnder = (key: Uint8Array, fileKey: Uint8Array, backupId: string): Buffer => seal(key, fileKey, bindingOf(backupId))
/** Under the master key, not the data key or the MAC key: who saw one of those opens no backup with it. */
const vaultKeyOf = (masterKey: Uint8Array): Buffer => deriveKey(masterKey, 'backup')

const orNull = <T>(open: () => T): T | null => {
  try {
    return open()
  } catch {
    return null
  }
}

export const createBackupKeys = ({ database, keys }: { database: Database; keys: KeysService & Keys }) => {
  const current = (): OpenKeys => {
    keys.ring()
    return keys.current()!
  }
  return {
    isOpen: () => keys.state().kind === 'open',
    /** The id of the master key in force, also while sealed: which backups this vault opens. Null before first run. */
    masterKeyId: (): string | null => database.read(masterKeyInForce)?.id ?? null,
    hasRecoveryKey: (): boolean => database.read(recoveryKeyInForce) !== null,

    /** Goes into a backup. Throws VAULT_UNAVAILABLE while the vault is not open. */
    masterKey: (): Uint8Array => current().masterKey.reveal(),
    wrapForVault: (fileKey: Uint8Array, backupId: string): { masterKeyId: string; wrapped: Uint8Array } => {
      const { masterKeyId, masterKey } = current()
      return { masterKeyId, wrapped: wrapUnder(vaultKeyOf(masterKey.reveal()), fileKey, backupId) }
    },
    /** For another master key, which is in force soon. */
    wrapForMasterKey: (masterKey: Uint8Array, fileKey: Uint8Array, backupId: string): Uint8Array =>
      wrapUnder(vaultKeyOf(masterKey), fileKey, backupId),
    /** Null where there is no recovery key of ours. */
    wrapForRecovery: (fileKey: Uint8Array, backupId: string): Uint8Array | null => {
      const row = database.read(recoveryKeyInForce)
      return row && isOwnRecoveryKey(current(), row) ? wrapForRecovery(row.public_key, fileKey, bindingOf(backupId)) : null
    },
    wrapUnder,

    /** Null where it does not open. Throws VAULT_UNAVAILABLE while the vault is not open. */
    openByVault: ({ masterKeyId, wrapped }: { masterKeyId: string; wrapped: Uint8Array }, backupId: string): Uint8Array | null => {
      const open = current()
      if (open.masterKeyId !== masterKeyId) return null
      return orNull(() => unseal(vaultKeyOf(open.masterKey.reveal()), wrapped, bindingOf(backupId)))
    },
    /** Null where it is another recovery key. Throws INVALID_INPUT for a typing slip. */
    openByRecovery: (typed: string, wrapped: Uint8Array, backupId: string): Uint8Array | null => {
      const read = readRecoveryKey(typed)
      if (read.kind === 'slip') throw new GatehouseError('INVALID_INPUT', read.sentence, { field: 'recoveryKey' })
      return orNull(() => unwrapByRecovery(read.key, wrapped, bindingOf(backupId)))
    },
    openUnder: (key: Uint8Array, wrapped: Uint8Array, backupId: string): Uint8Array | null =>
      orNull(() => unseal(key, wrapped, bindingOf(backupId))),
  }
}
