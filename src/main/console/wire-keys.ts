/** Wires what opens the vault: the keychain's entries, the keys, and those that sign the log. */
import { createPasswordHasher } from '../features/access/password-hash.ts'
import type { GivenMasterKey } from '../features/vault/given-master-key.ts'
import { createKeychainEntries } from '../features/vault/keychain-entries.service.ts'
import { createKeys } from '../features/vault/keys.service.ts'
import { createRecovery } from '../features/vault/recovery.service.ts'
import { createSigningKeys } from '../features/vault/signing-keys.service.ts'
import type { ConsoleOptions } from './console.ts'
import type { Foundation } from './foundation.ts'

export interface UnderKeys extends Pick<Foundation, 'database' | 'clock' | 'ids' | 'events' | 'logger'> {
  options: Pick<ConsoleOptions, 'keychain' | 'passwordCost'>
}

export const wireKeys = (foundation: UnderKeys, given: GivenMasterKey | null) => {
  const { database, options, logger } = foundation
  const hasher = createPasswordHasher(options.passwordCost)
  const entries = createKeychainEntries({ database, keychain: options.keychain, logger })
  const keys = createKeys({ ...foundation, entries, given, hashForSlot: (password, salt) => hasher.derive(password, salt) })
  return { given, hasher, entries, keys, recovery: createRecovery({ ...foundation, keys }), signingKeys: createSigningKeys({ database }) }
}
export type WiredKeys = ReturnType<typeof wireKeys>
