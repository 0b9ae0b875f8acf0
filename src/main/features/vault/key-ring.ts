/** What other features get of the vault: sealing and keyed hashing, never a key. */
import type { MasterKeyPlace } from './master-key-place.ts'
import type { VaultState } from '../../../shared/contract/console.ts'
import type { Secret } from '../../../ports/secret.ts'
import type { By, Writable } from '../../database/database.ts'

/**
 * Follows the data key in force: a ring that was handed out stays good after a rotation. Seal in the same turn as the
 * `change` that writes the result, or inside it: what was sealed before an `await` may be sealed under a key that is gone.
 */
export interface KeyRing {
  /** AES-256-GCM under the data key; `binding` (table, id, version) is associated data, so that a swapped ciphertext fails. */
  seal(plain: Uint8Array, binding: string): Uint8Array
  /** Throws where sealed text, key or binding do not belong together. */
  open(sealed: Uint8Array, binding: string): Buffer
  /** HMAC-SHA-256 under a key of its own for each `label`; the same before and after a rotation of the data key. */
  mac(label: string, data: string): Buffer
}

/** Seals all of a feature's secrets anew, inside the transaction that rotates the data key. How many there were. */
export type Resealer = (tx: Writable, from: KeyRing, to: KeyRing) => number

/** A wrapping key made from a password with a salt and label of its own; never the stored password hash. */
export interface SlotKey {
  readonly salt: Uint8Array
  readonly key: Secret<Uint8Array>
}

/** The keys of a new installation, on their way into its first transaction. */
export interface NewKeys {
  readonly ring: KeyRing
  /** Inside the transaction that creates the first administrator. `slot` is used only where the key lies in key slots. */
  commit(tx: Writable, userId: string, slot: SlotKey): void
  /** After that transaction: the vault is open. */
  activate(): void
  /** That transaction failed: what was written elsewhere is taken back. */
  abandon(): Promise<void>
}

export interface Keys {
  state(): VaultState
  place(): MasterKeyPlace
  /** The open ring. Throws VAULT_UNAVAILABLE while sealed or unavailable. */
  ring(): KeyRing
  /** Argon2id, 64 MiB; counts as one of the two hashes that may run at once. */
  deriveSlotKey(password: string): Promise<SlotKey>
  /** First run: makes the keys, writes the master key to its place and reads it back. */
  createKeys(): Promise<NewKeys>
  /**
   * Sign-in order: verify password → unwrap → verify code → open. The ring to check the code with: the open one,
   * or, while sealed, the one that this user's slot opens. Throws VAULT_UNAVAILABLE where neither exists.
   */
  unwrap(userId: string, password: string): Promise<KeyRing>
  /** After the code was right: from here on the vault is open. Does nothing where it is open already. */
  openWith(ring: KeyRing): void
  /** The vault is open and its key lies in slots, but this user has none yet: `rewrapSlot` makes it at a full sign-in. */
  lacksSlot(userId: string): boolean
  /** Called once the vault is open, now or later. */
  whenOpen(run: (ring: KeyRing) => void): void
  /** Whether this user's password opens the master key in force; null where it does not lie in slots. */
  holdsSlot(userId: string): boolean | null
  /** With the right to the vault. Whether there was one; `last` where it is the only one, which stays. */
  dropSlot(tx: Writable, userId: string): 'dropped' | 'none' | 'last'
  /**
   * A new password, or a slot that was missing: wrapped inside the same transaction. Does nothing where there are no slots.
   * `ring`: what will open the vault with `openWith`, where it is not open yet.
   */
  rewrapSlot(tx: Writable, userId: string, slot: SlotKey, ring?: KeyRing): void
}

/** The printed recovery key, where it stands in for a password. */
export interface RecoveryKeys {
  /** The ring that it opens; `openWith` opens the vault with it. Null: it is not the one in force. Throws INVALID_INPUT or NOT_FOUND. */
  ringOf(typed: string): KeyRing | null
  /** Answers a wrong try, each more slowly than the one before, and enters it. Throws INVALID_CREDENTIALS or TOO_MANY_ATTEMPTS. */
  refuse(by: By, why: { entry: string; sentence: string }): Promise<never>
}
