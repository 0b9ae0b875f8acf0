/** A keychain that a test can look into, lock and take away. */
import { KeychainUnavailable } from '../../ports/keychain.ts'
import type { Keychain } from '../../ports/keychain.ts'

export interface MemoryKeychain extends Keychain {
  entries: Map<string, string>
  /** Every call is refused with this sentence; null: it answers again. */
  refuse(sentence: string | null): void
}

export const createMemoryKeychain = (entries = new Map<string, string>()): MemoryKeychain => {
  let refusal: string | null = null
  const answering = <T>(answer: () => T): Promise<T> =>
    refusal === null ? Promise.resolve(answer()) : Promise.reject(new KeychainUnavailable(refusal))
  return {
    entries,
    refuse: (sentence) => {
      refusal = sentence
    },
    read: (name) => answering(() => entries.get(name) ?? null),
    write: (name, secret) => answering(() => void entries.set(name, secret)),
    remove: (name) => answering(() => void entries.delete(name)),
  }
}
