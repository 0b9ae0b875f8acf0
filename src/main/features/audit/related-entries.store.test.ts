import { expect, test } from 'vitest'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { hourMs, indexStates, openVariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'
import { relatedCounts } from './related-entries.store.ts'

test.each(indexStates)('related entries are counted, the actor under every name of today (index: %s)', async (index) => {
  const log = await openVariedLog(900, { index })
  const filter = auditFilterSchema.parse({})
  const { entries } = listEntries(log.log, { filter, before: null, limit: 5000, budgetMs: 1000 }, log.index)
  const entry = entries.find((one) => one.actor.id === 'u1' && one.requestId !== null)!
  const sinceMs = log.clock.now() - hourMs
  expect(relatedCounts(log.log, { entry, sinceMs, budgetMs: 1000 }, log.index)).toEqual({
    sameRequest: entries.filter((one) => one.requestId === entry.requestId).length,
    sameActorToday: entries.filter((one) => one.actor.id === 'u1' && one.atMs >= sinceMs).length,
  })
})
