/** Enters the guard's events into the log, with the uses of keys that they tell: once, however often a batch is sent. */
import type { Policy } from '../../../shared/policy.ts'
import type { By, Database } from '../../database/database.ts'
import { guardEventEntry } from './guard-event-entry.ts'
import type { GuardBatch } from './guard-link.service.ts'
import type { VaultForGuard } from './injected-keys.service.ts'
import { keyIdOf } from './injected-keys.service.ts'
import { enteredBatch, setEnteredBatch } from './policy.store.ts'

export const byGuard: By = { actor: { kind: 'guard', id: null, name: 'guard' }, source: 'guard', requestId: null }

export interface EnteredBatchesOptions {
  database: Database
  vault: VaultForGuard
  policy(): Policy
  onKeysUsed(): void
}

export const createEnteredBatches = ({ database, vault, policy, onKeysUsed }: EnteredBatchesOptions) => ({
  /** Resolves once they are committed. */
  enter: async ({ number, events }: Pick<GuardBatch, 'number' | 'events'>): Promise<void> => {
    if (events.length === 0 || number <= database.read(enteredBatch)) return
    const context = { policy: policy(), keyLabel: (keyId: string) => vault.labelOf(keyId) }
    const uses = events.flatMap(({ kind, detail, count, lastAtMs }) => {
      const keyId = kind === 'key-used' ? keyIdOf(String(detail.key)) : null
      return keyId === null ? [] : [{ keyId, count, lastAtMs }]
    })
    await database.change(
      byGuard,
      events.map((event) => guardEventEntry(event, context)),
      (tx) => {
        setEnteredBatch(tx, number)
        for (const { keyId, count, lastAtMs } of uses) vault.countUses(tx, keyId, count, lastAtMs)
      },
    )
    if (uses.length > 0) onKeysUsed()
  },
})
