/** The random key of each backup file: wrapped for what shall open it, and found again with what was given. */
import { randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import type { BackupOpener } from '../../../shared/contract/backup.ts'
import type { BackupSlot, FoundHeader } from './backup-header.ts'
import { refuse } from './backup-header.ts'
import type { VaultForBackups } from './vault-for-backups.ts'

export interface PassphraseCost {
  memoryKiB: number
  passes: number
}
/** RFC 9106, its second recommendation: 64 MiB, three passes. */
export const defaultPassphraseCost: PassphraseCost = { memoryKiB: 65_536, passes: 3 }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/** Argon2id; the same passphrase typed on another keyboard may come in another Unicode form. */
const keyOf = (passphrase: string, salt: Uint8Array, { memoryKiB, passes }: PassphraseCost): Promise<Uint8Array> =>
  hashRaw(Buffer.from(passphrase.normalize('NFKC')), { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: 1, outputLen: 32 })

export const makeFileKey = (): Uint8Array => new Uint8Array(randomBytes(32))

export const createFileKeys = (vault: VaultForBackups, cost: PassphraseCost = defaultPassphraseCost) => {
  const passphraseSlot = async (passphrase: string, fileKey: Uint8Array, backupId: string): Promise<BackupSlot> => {
    const salt = randomBytes(16)
    const wrapped = vault.wrapUnder(await keyOf(passphrase, salt, cost), fileKey, backupId)
    return { kind: 'passphrase', salt: base64(salt), ...cost, wrapped: base64(wrapped) }
  }

  const openSlots = async (found: FoundHeader, opener: BackupOpener): Promise<Uint8Array | null | 'no-slot'> => {
    const { id, slots } = found.header
    let answer: Uint8Array | null | 'no-slot' = 'no-slot'
    for (const slot of slots) {
      if (slot.kind !== opener.kind || answer instanceof Uint8Array) continue
      const wrapped = bytesOf(slot.wrapped)
      if (slot.kind === 'passphrase' && opener.kind === 'passphrase')
        answer = vault.openUnder(await keyOf(opener.passphrase, bytesOf(slot.salt), slot), wrapped, id)
      if (slot.kind === 'recovery-key' && opener.kind === 'recovery-key') answer = vault.openByRecovery(opener.recoveryKey, wrapped, id)
      if (slot.kind === 'this-vault') answer = vault.openByVault({ masterKeyId: slot.masterKeyId, wrapped }, id)
    }
    return answer
  }

  return {
    /** `also`: a master key that is in force soon. Throws VAULT_UNAVAILABLE. */
    slots: async (
      fileKey: Uint8Array,
      backupId: string,
      for_: { passphrase?: string; also?: { masterKeyId: string; masterKey: Uint8Array } },
    ): Promise<BackupSlot[]> => {
      const slots: BackupSlot[] = []
      if (for_.passphrase !== undefined) slots.push(await passphraseSlot(for_.passphrase, fileKey, backupId))
      const own = vault.wrapForVault(fileKey, backupId)
      slots.push({ kind: 'this-vault', masterKeyId: own.masterKeyId, wrapped: base64(own.wrapped) })
      const { also } = for_
      if (also && also.masterKeyId !== own.masterKeyId) {
        const wrapped = vault.wrapForMasterKey(also.masterKey, fileKey, backupId)
        slots.push({ kind: 'this-vault', masterKeyId: also.masterKeyId, wrapped: base64(wrapped) })
      }
      const recovery = vault.wrapForRecovery(fileKey, backupId)
      if (recovery) slots.push({ kind: 'recovery-key', wrapped: base64(recovery) })
      return slots
    },

    /** Throws INVALID_INPUT with a sentence that says what does not fit. */
    open: async (found: FoundHeader, opener: BackupOpener): Promise<Uint8Array> => {
      const fileKey = await openSlots(found, opener)
      if (fileKey instanceof Uint8Array) return fileKey
      switch (opener.kind) {
        case 'passphrase':
          throw fileKey === 'no-slot'
            ? refuse('No passphrase opens this backup: it was made for the vault of its console. Use the recovery key.', 'passphrase')
            : refuse('This passphrase does not open this backup, or the beginning of the file is damaged.', 'passphrase')
        case 'recovery-key':
          throw fileKey === 'no-slot'
            ? refuse('No recovery key opens this backup: there was none when it was made.', 'recoveryKey')
            : refuse('This is not the recovery key that was in force when this backup was made.', 'recoveryKey')
        case 'this-vault':
          throw refuse(
            'The vault of this console does not open this backup: it was made under another master key. Use its passphrase or the recovery key.',
          )
      }
    },
  }
}
export type FileKeys = ReturnType<typeof createFileKeys>
