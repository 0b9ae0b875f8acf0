/** Where the operating system keeps secrets: Keychain, Credential Manager or a Secret Service. */

export interface Keychain {
  /** The secret, or null where there is none of that name. Throws `KeychainUnavailable` where the keychain is missing, locked or silent. */
  read(name: string): Promise<string | null>
  write(name: string, secret: string): Promise<void>
  remove(name: string): Promise<void>
}

/** `message` is a plain sentence that says what is wrong and what to do. */
export class KeychainUnavailable extends Error {
  override name = 'KeychainUnavailable'
}

/** For hosts without one. */
export const noKeychain: Keychain = {
  read: () => Promise.reject(new KeychainUnavailable('This machine has no keychain.')),
  write: () => Promise.reject(new KeychainUnavailable('This machine has no keychain.')),
  remove: () => Promise.reject(new KeychainUnavailable('This machine has no keychain.')),
}
