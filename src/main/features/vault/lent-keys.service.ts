/** Keys lent to the guard's routes: their text for its socket alone, and their uses as it tells them. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database, Writable } from '../../database/database.ts'
import { countUses, keyById } from './api-key.store.ts'
import type { Keys } from './key-ring.ts'
import { shownLabel } from './shown-label.ts'
import { readText } from './stored-text.service.ts'
import { dayOf } from './vault-settings.ts'

export interface LentKeysOptions {
  database: Database
  keys: Keys
  clock: Clock
  logger: Logger
}

export const createLentKeys = ({ database, keys, clock, logger }: LentKeysOptions) => ({
  /** The current version; null while the vault is not open, and where the key is revoked, deleted or broken. */
  textOf: (keyId: string): string | null => {
    if (keys.state().kind !== 'open') return null
    return database.read((db) => {
      const key = keyById(db, keyId)
      if (!key || key.deletedAtMs !== null || key.revokedAtMs !== null) return null
      try {
        return readText(db, keys.ring(), key, key.currentNumber, clock.now())
      } catch (error) {
        logger.error({ err: error, keyId }, 'a key that a route needs does not open')
        return null
      }
    })
  },
  /** Null where there is no such key. */
  labelOf: (keyId: string): string | null => {
    const key = database.read((db) => keyById(db, keyId))
    return key && shownLabel(key.label)
  },
  /** Of a key that was purged meanwhile nothing is counted. */
  countUses: (tx: Writable, keyId: string, uses: number, lastAtMs: number): void => {
    if (keyById(tx, keyId)) countUses(tx, keyId, uses, lastAtMs, dayOf(lastAtMs))
  },
})
