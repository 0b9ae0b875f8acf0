import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actorKey, auditFilterSchema, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { auditStatisticsSchema } from '../../../shared/contract/audit-figures.ts'
import { hourMs, indexStates, openVariedLog } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'
import { statisticsOf } from './statistics.store.ts'

const allEntries = (log: VariedLog): AuditEntry[] => {
  const filter = auditFilterSchema.parse({})
  return listEntries(log.log, { filter, before: null, limit: 100_000, budgetMs: 60_000 }, log.index).entries
}

const rankedBy = (entries: readonly AuditEntry[], nameOf: (entry: AuditEntry) => string | null) => {
  const ranked = new Map<string, { entries: number; events: number; refused: number }>()
  for (const entry of entries) {
    const name = nameOf(entry)
    if (name === null) continue
    const known = ranked.get(name) ?? { entries: 0, events: 0, refused: 0 }
    known.entries += 1
    known.events += entry.count
    if (entry.outcome === 'refused') known.refused += entry.count
    ranked.set(name, known)
  }
  return ranked
}
const eventsOf = (entries: readonly AuditEntry[]) => entries.reduce((sum, { count }) => sum + count, 0)

test.each(indexStates)('any period is told as its entries add up, over a clock that stepped back (index: %s)', async (index) => {
  const log = await openVariedLog(2000, { index })
  const everything = allEntries(log)
  const endMs = log.clock.now() + 3 * hourMs
  const moment = fc.oneof(
    fc.integer({ min: endMs - 20 * hourMs, max: endMs }),
    fc.integer({ min: 0, max: 20 }).map((hours) => Math.floor(endMs / hourMs - hours) * hourMs),
  )
  fc.assert(
    fc.property(moment, moment, (fromMs, toMs) => {
      const told = auditStatisticsSchema.parse(statisticsOf(log.log, { fromMs, toMs, top: 50 }, log.index))
      const entries = everything.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      expect(told).toMatchObject({
        fromMs,
        toMs,
        exact: true,
        entries: entries.length,
        events: eventsOf(entries),
        refused: eventsOf(entries.filter(({ outcome }) => outcome === 'refused')),
        failed: eventsOf(entries.filter(({ outcome }) => outcome === 'failed')),
        bySeverity: severities.map((one) => eventsOf(entries.filter(({ severity }) => severity === one))),
      })
      expect(told.bars.length).toBeLessThanOrEqual(300)
      expect(told.bars.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(told.events)
      const rankings = [
        [told.byClass, (entry: AuditEntry) => entry.threatClass],
        [told.topSources, (entry: AuditEntry) => entry.source],
        [told.topActions, (entry: AuditEntry) => entry.action],
        [told.topActors.map(({ what, ...rest }) => ({ what: actorKey(what), ...rest })), (entry: AuditEntry) => actorKey(entry.actor)],
      ] as const
      for (const [ranking, nameOf] of rankings) {
        expect(new Map(ranking.map(({ what, ...rest }) => [what, rest]))).toEqual(rankedBy(entries, nameOf))
        expect(ranking.map(({ events }) => events)).toEqual(ranking.map(({ events }) => events).toSorted((a, b) => b - a))
      }
    }),
    { numRuns: 60 },
  )
})

test('only the first of each ranking are told, and an actor of two names once, under the newer', async () => {
  const log = await openVariedLog(400, { index: 'behind' })
  const told = statisticsOf(log.log, { fromMs: 0, toMs: log.clock.now() + 3 * hourMs, top: 2 }, log.index)
  expect(told.topSources).toHaveLength(2)
  expect(told.topActors.map(({ what }) => what)).toEqual([
    { kind: 'system', id: null, name: 'gatehouse' },
    { kind: 'user', id: 'u1', name: 'Ada Lovelace' },
  ])
})

test('rare values that the index counts together make it an estimate, and are none of the first', async () => {
  const log = await openVariedLog(500, { index: 'whole', partSize: 500, everyMs: 1000, event: (i) => ({ action: `rare.${i}` }) })
  const told = statisticsOf(log.log, { fromMs: 0, toMs: Math.ceil(log.clock.now() / hourMs + 3) * hourMs, top: 50 }, log.index)
  expect(told.exact).toBe(false)
  expect(told.entries).toBe(allEntries(log).length)
  expect(told.topActions.map(({ what }) => what)).not.toContain('(word missing)')
})

test('what is told again comes from what was added up before, and is the same', async () => {
  const log = await openVariedLog(1500, { index: 'whole' })
  const period = { fromMs: 0, toMs: log.clock.now() + 3 * hourMs, top: 10 }
  expect(statisticsOf(log.log, period, log.index)).toEqual(statisticsOf(log.log, period, log.index))
})
