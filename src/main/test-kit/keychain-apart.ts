/** Keeps signed heads of the log in a keychain of their own, so that a test of master keys sees and counts nothing else. */
import type { Keychain } from '../../ports/keychain.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import type { MemoryKeychain } from './memory-keychain.ts'

export const keepHeadsApart = (keychain: Keychain, heads: MemoryKeychain = createMemoryKeychain()): Keychain => {
  const of = (name: string): Keychain => (name.startsWith('log-head ') ? heads : keychain)
  return {
    read: (name) => of(name).read(name),
    write: (name, secret) => of(name).write(name, secret),
    remove: (name) => of(name).remove(name),
  }
}
