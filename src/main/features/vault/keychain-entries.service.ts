/** Our entries in the keychain: noted before they are written, read back, and removed once no longer in force. */
import { KeychainUnavailable } from '../../../ports/keychain.ts'
import type { Keychain } from '../../../ports/keychain.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database } from '../../database/database.ts'
import { keychainEntries, masterKeyInForce, noteKeychainEntry, noteKeychainEntryGone } from './master-key.store.ts'

export interface KeychainEntries {
  /** Null where there is none. Throws KeychainUnavailable. */
  read(masterKeyId: string): Promise<Uint8Array | null>
  /** Writes an entry of its own and reads it back; never over another. Throws KeychainUnavailable and takes back what it can. */
  put(masterKeyId: string, key: Uint8Array): Promise<void>
  /** Whether anything could be written now; null: yes, else why not. */
  whyNot(): Promise<string | null>
  /** Removes what is not in force. What does not let itself be removed is tried again at the next start. */
  tidy(): Promise<void>
  /** An entry of `put` is in force by now, or never will be: what is of no use goes. */
  release(masterKeyId: string): Promise<void>
  /** How many entries are there that are of no use any more. */
  leftovers(): number
}

export const createKeychainEntries = ({
  database,
  keychain,
  logger,
}: {
  database: Database
  keychain: Keychain
  logger: Logger
}): KeychainEntries => {
  const nameOf = (masterKeyId: string): string => `master-key ${database.installationId} ${masterKeyId}`
  /** Written, and not yet in force: tidying must not take them. */
  const underWay = new Set<string>()

  const leftovers = (): string[] => {
    const row = database.read(masterKeyInForce)
    const inForce = row?.place === 'keychain' ? row.id : null
    return database.read(keychainEntries).filter((id) => id !== inForce && !underWay.has(id))
  }

  const tidy = async () => {
    try {
      for (const masterKeyId of leftovers()) {
        await keychain.remove(nameOf(masterKeyId))
        database.note(noteKeychainEntryGone, { masterKeyId })
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      logger.warn({ reason }, 'an unused master key stays in the keychain for now')
    }
  }

  const release = async (masterKeyId: string) => {
    underWay.delete(masterKeyId)
    await tidy()
  }

  return {
    read: async (masterKeyId) => {
      const text = await keychain.read(nameOf(masterKeyId))
      return text === null ? null : new Uint8Array(Buffer.from(text, 'base64'))
    },
    put: async (masterKeyId, key) => {
      const text = Buffer.from(key).toString('base64')
      underWay.add(masterKeyId)
      try {
        database.note(noteKeychainEntry, { masterKeyId })
        await keychain.write(nameOf(masterKeyId), text)
        if ((await keychain.read(nameOf(masterKeyId))) !== text)
          throw new KeychainUnavailable('The keychain did not give back what was written to it.')
      } catch (error) {
        await release(masterKeyId)
        throw error
      }
    },
    whyNot: async () => {
      try {
        await keychain.read(nameOf('none'))
        return null
      } catch (error) {
        return error instanceof KeychainUnavailable ? error.message : 'The keychain does not answer.'
      }
    },
    tidy,
    release,
    leftovers: () => leftovers().length,
  }
}
