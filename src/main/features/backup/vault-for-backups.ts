/** What a backup is lent of the vault. The file key is wrapped there; what a key is made of stays there. */
import type { AuditEvent, HeadSigner, Readable, Writable } from '../../database/database.ts'
import type { KeyRing, Resealer } from '../vault/key-ring.ts'
import type { KeyPlace } from '../../../shared/contract/master-key.ts'

export interface VaultForBackups {
  isOpen(): boolean
  masterKeyId(): string | null
  hasRecoveryKey(): boolean
  /** Throws VAULT_UNAVAILABLE while the vault is not open. */
  masterKey(): Uint8Array
  wrapForVault(fileKey: Uint8Array, backupId: string): { masterKeyId: string; wrapped: Uint8Array }
  wrapForMasterKey(masterKey: Uint8Array, fileKey: Uint8Array, backupId: string): Uint8Array
  wrapForRecovery(fileKey: Uint8Array, backupId: string): Uint8Array | null
  wrapUnder(key: Uint8Array, fileKey: Uint8Array, backupId: string): Uint8Array
  openByVault(slot: { masterKeyId: string; wrapped: Uint8Array }, backupId: string): Uint8Array | null
  openByRecovery(typed: string, wrapped: Uint8Array, backupId: string): Uint8Array | null
  openUnder(key: Uint8Array, wrapped: Uint8Array, backupId: string): Uint8Array | null
}

/** The keys of a backup on their way into a console. */
export interface PlannedKeys {
  place: KeyPlace
  warnings: string[]
  ring: KeyRing
  signer: HeadSigner | null
  masterKey: Uint8Array
  masterKeyId: string
}

export interface RestoredKeys<Planned extends PlannedKeys> {
  /** `present` null: nobody is set up here. Writes nothing. Throws CONFLICT where the master key would have no place. */
  plan(scratch: Readable, masterKey: Uint8Array, present: Readable | null): Promise<Planned>
  /** Inside the transaction of a restore over a console that is set up. */
  commitHere(tx: Writable, scratch: Readable, planned: Planned): AuditEvent[]
  /** After it. */
  settle(planned: Planned): void
  /** The log's signing keys stay; their private halves are sealed anew. */
  resealSigningKeys: Resealer
  /** The ring of this console as it is. */
  ring(): KeyRing
}
