/** What time does to keys: overlaps end and their texts are destroyed, deleted keys go for good, expiries come near. Reseals all under another data key. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database, Writable } from '../../database/database.ts'
import { endDueOverlaps } from './api-key.store.ts'
import { keyBinding, keyTarget } from './key-record.ts'
import type { KeyReminders } from './key-reminders.service.ts'
import type { KeyRing } from './key-ring.ts'
import {
  deletedBefore,
  endedOverlaps,
  isDeletedBefore,
  nextOverlapEnd,
  purgeKey,
  replaceStoredText,
  storedTextsAfter,
} from './key-upkeep.store.ts'
import { shownLabel } from './shown-label.ts'
import { openText } from './stored-text.service.ts'
import { bySystem, NotDueAnyMore, unlessOvertaken } from './unless-overtaken.ts'
import { keyRulesOf } from './vault-settings.ts'
import type { VaultSettings } from './vault-settings.ts'

export interface KeyUpkeepOptions {
  database: Database
  clock: Clock
  settings: VaultSettings
  logger: Logger
  reminders: KeyReminders
}

/** Looked at this often at least: the clock may be set, and the machine sleep. */
const lookEveryMs = 3_600_000
/** Sealed texts are up to 64 KiB: so many are held at once. */
const resealPage = 100

export const createKeyUpkeep = ({ database, clock, settings, logger, reminders }: KeyUpkeepOptions) => {
  let cancel: () => void = () => {}
  let stopped = false

  const endOverlapsThatAreOver = async (nowMs: number): Promise<void> => {
    for (const key of database.read((db) => endedOverlaps(db, nowMs))) {
      await unlessOvertaken(
        database.change(
          bySystem,
          (versions: number) => ({
            action: 'key.overlap-ended',
            severity: 'low',
            message: `The overlap of the key “${shownLabel(key.label)}” is over; the text of the version before was destroyed`,
            target: keyTarget(key),
            detail: { versions },
          }),
          (tx) => {
            const versions = endDueOverlaps(tx, key.id, nowMs)
            if (versions === 0) throw new NotDueAnyMore()
            return versions
          },
        ),
      )
    }
  }

  const purgeDeleted = async (nowMs: number): Promise<void> => {
    const beforeMs = () => nowMs - keyRulesOf(settings).keepDeletedMs
    for (const key of database.read((db) => deletedBefore(db, beforeMs()))) {
      await unlessOvertaken(
        database.change(
          bySystem,
          {
            action: 'key.purged',
            severity: 'low',
            message: `The deleted key “${shownLabel(key.label)}” is gone for good: its time to be restored was over`,
            target: keyTarget(key),
          },
          (tx) => {
            if (!isDeletedBefore(tx, key.id, beforeMs())) throw new NotDueAnyMore()
            purgeKey(tx, key.id)
          },
        ),
      )
    }
  }

  const plan = () => {
    cancel()
    if (stopped) return
    const nowMs = clock.now()
    const moments = [database.read(nextOverlapEnd), reminders.nextAtMs(nowMs)].filter((atMs) => atMs !== null)
    cancel = clock.after(Math.min(lookEveryMs, ...moments.map((atMs) => Math.max(0, atMs - nowMs))), () => void run())
  }

  const run = async (): Promise<void> => {
    try {
      await endOverlapsThatAreOver(clock.now())
      await purgeDeleted(clock.now())
      await reminders.tellDue(clock.now())
      plan()
    } catch (error) {
      logger.error({ err: error }, 'keys could not be tidied up')
      cancel()
      if (!stopped) cancel = clock.after(lookEveryMs, () => void run())
    }
  }

  return {
    /** Does what fell due while the console did not run, and what falls due from now on. */
    start: run,
    /** Something falls due at another time than before. */
    plan,
    stop: () => {
      stopped = true
      cancel()
    },
  }
}

/**
 * Seals every stored text under another data key, inside the transaction that changes it; how many. Fingerprints stay: their
 * key outlives a data key. Throws VAULT_UNAVAILABLE
 * where one does not open: it would be lost with the old key without anybody having been told.
 */
export const resealKeys = (tx: Writable, from: KeyRing, to: KeyRing): number => {
  let count = 0
  let after = { keyId: '', number: 0 }
  for (;;) {
    const page = storedTextsAfter(tx, after.keyId, after.number, resealPage)
    for (const { keyId, label, number, sealed } of page) {
      const text = openText(from, { id: keyId, label }, number, sealed)
      replaceStoredText(tx, keyId, number, to.seal(Buffer.from(text), keyBinding(keyId, number)))
    }
    count += page.length
    const last = page.at(-1)
    if (!last) break
    after = last
  }
  return count
}
