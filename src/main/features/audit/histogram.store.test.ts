import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditFilterSchema, outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Bar, Histogram } from '../../../shared/contract/audit-figures.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { hourMs, indexStates, openVariedLog } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'
import { histogramOf } from './histogram.store.ts'
import type { HistogramInput } from './histogram.store.ts'

const all: AuditFilter = auditFilterSchema.parse({})

const slice = (log: VariedLog, input: Partial<HistogramInput> = {}): Histogram => {
  const whole = { filter: all, bars: 60, before: null, toMs: null, nowMs: log.clock.now(), budgetMs: 40, few: 2000, ...input }
  return histogramOf(log.log, whole, log.index)
}

/** Slice after slice, added up. */
const whole = (log: VariedLog, input: Partial<HistogramInput> = {}) => {
  const counts = new Map<number, number[]>()
  let told: Histogram | null = null
  let [entries, exact, slices] = [0, true, 0]
  do {
    const next: Histogram = slice(log, told === null ? input : { ...input, before: told.nextBefore, toMs: told.toMs })
    if (told) expect([next.fromMs, next.toMs, next.stepMs]).toEqual([told.fromMs, told.toMs, told.stepMs])
    if (next.nextBefore !== null) expect(next.nextBefore).toBeLessThan(told?.nextBefore ?? Infinity)
    expect(next.countedBackToMs === null).toBe(next.nextBefore === null)
    for (const bar of next.bars)
      counts.set(
        bar.atMs,
        bar.counts.map((count, rank) => count + (counts.get(bar.atMs)?.[rank] ?? 0)),
      )
    told = next
    entries += next.entries
    exact &&= next.exact
    slices += 1
  } while (told.nextBefore !== null)
  const bars = [...counts].toSorted(([a], [b]) => a - b).map(([atMs, each]) => ({ atMs, counts: each as Bar['counts'] }))
  return { ...told, bars, entries, exact, slices }
}

const entriesOf = (log: VariedLog, filter: AuditFilter): AuditEntry[] =>
  listEntries(log.log, { filter, before: null, limit: 100_000, budgetMs: 60_000 }, log.index).entries

const barsOf = (entries: readonly AuditEntry[], stepMs: number): Bar[] => {
  const bars = new Map<number, Bar['counts']>()
  for (const { atMs, severity, count } of entries) {
    const at = Math.floor(atMs / stepMs) * stepMs
    const counts: Bar['counts'] = bars.get(at) ?? [0, 0, 0, 0, 0]
    counts[severities.indexOf(severity)]! += count
    bars.set(at, counts)
  }
  return [...bars].toSorted(([a], [b]) => a - b).map(([atMs, counts]) => ({ atMs, counts }))
}

test.each(indexStates)(
  'counts what a list of the same filter holds, for any filter, time and number of bars (index: %s)',
  async (index) => {
    const log = await openVariedLog(2000, { index })
    const everything = entriesOf(log, all)
    const endMs = log.clock.now() + 3 * hourMs
    const time = fc.option(fc.integer({ min: endMs - 20 * hourMs, max: endMs }))
    const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { maxLength: 2 })
    const filter = fc.record({
      fromMs: time,
      toMs: time,
      actors: some(['user:u1', 'system:gatehouse']),
      actions: some(['a.done', 'b.done', 'no.action']),
      severities: some(severities),
      outcomes: some(outcomes),
      sources: some(['10.0.0.1', '10.0.0.2']),
      classes: some(['scanner']),
      requestId: fc.constant(null),
      text: fc.option(fc.constantFrom('entry', 'ent', '10.0.0.1', 'nothing'), { freq: 1 }),
    })
    const plain = fc.record({ fromMs: time, toMs: time, severities: some(severities) }).map((given) => ({ ...all, ...given }))
    const narrow = fc
      .tuple(fc.integer({ min: endMs - 20 * hourMs, max: endMs }), fc.integer({ min: 1, max: 400_000 }), fc.oneof(filter, plain))
      .map(([fromMs, length, given]) => ({ ...given, fromMs, toMs: fromMs + length }))
    fc.assert(
      fc.property(
        fc.oneof(filter, plain, narrow),
        fc.integer({ min: 10, max: 300 }),
        fc.constantFrom(-1, 40),
        fc.constantFrom(0, 20, 2000),
        (wanted, most, budgetMs, few) => {
          const told = whole(log, { filter: wanted, bars: most, budgetMs, few })
          const expected = everything.filter(
            (entry) =>
              (wanted.fromMs === null || entry.atMs >= wanted.fromMs) &&
              (wanted.toMs === null || entry.atMs < wanted.toMs) &&
              entriesOfFilter(log, wanted).has(entry.sequence),
          )
          expect(Math.ceil((told.toMs - told.fromMs) / told.stepMs)).toBeLessThanOrEqual(most)
          expect(told.fromMs % told.stepMs).toBe(0)
          if (told.exact) {
            expect(told.bars).toEqual(barsOf(expected, told.stepMs))
            expect(told.entries).toBe(expected.length)
          } else {
            expect(wanted.text).toBe('10.0.0.1')
            expect(told.entries).toBeGreaterThanOrEqual(expected.length)
          }
        },
      ),
      { numRuns: 80 },
    )
  },
)

const found = new WeakMap<VariedLog, Map<string, Set<number>>>()
/** Of the filter without its time. */
const entriesOfFilter = (log: VariedLog, filter: AuditFilter): Set<number> => {
  const known = found.get(log) ?? new Map<string, Set<number>>()
  found.set(log, known)
  const timeless = { ...filter, fromMs: null, toMs: null }
  const key = JSON.stringify(timeless)
  const sequences = known.get(key) ?? new Set(entriesOf(log, timeless).map((entry) => entry.sequence))
  known.set(key, sequences)
  return sequences
}

test('entries from outside the time are not counted where the clock stepped out of it and back', async () => {
  const log = await openVariedLog(300, { index: 'whole', everyMs: hourMs / 6, stepsBackEvery: 40 })
  const filter = { ...all, sources: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }
  const entries = entriesOf(log, filter)
  const [first, last] = [Math.min(...entries.map(({ atMs }) => atMs)), Math.max(...entries.map(({ atMs }) => atMs))]
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: hourMs / 2, max: 6 * hourMs }), (fromMs, length) => {
      const toMs = fromMs + length
      const told = whole(log, { filter: { ...filter, fromMs, toMs }, bars: 20, few: 0 })
      expect(told.exact).toBe(true)
      expect(told.bars).toEqual(
        barsOf(
          entries.filter(({ atMs }) => atMs >= fromMs && atMs < toMs),
          told.stepMs,
        ),
      )
    }),
  )
})

test('without a time it goes from the first entry to now, in bars that begin at multiples of their step', async () => {
  const log = await openVariedLog(50, { index: 'behind' })
  const first = entriesOf(log, all).at(-1)!
  const told = whole(log)
  expect(told).toMatchObject({ toMs: log.clock.now() + 1, stepMs: 30_000, exact: true })
  expect(told.fromMs).toBe(Math.floor(first.atMs / 30_000) * 30_000)
})

test('an entry that stands for several events counts as several, and is one entry', async () => {
  const log = await openVariedLog(0)
  await log.database.append(bySystem, { action: 'a', message: 'x', severity: 'high', count: 7 })
  await log.database.append(bySystem, { action: 'a', message: 'x', severity: 'high' })
  await log.indexMore()
  for (const filter of [all, { ...all, actions: ['a'] }])
    for (const few of [0, 2000])
      expect(whole(log, { filter, few })).toMatchObject({ entries: 2, bars: [{ counts: [0, 0, 0, 8, 0] }], exact: true })
})

test('while slices are counted, what the index takes in is not counted twice, nor what is appended counted at all', async () => {
  const log = await openVariedLog(2500, { everyMs: 2000 })
  for (const filter of [all, { ...all, actions: ['a.done'] }]) {
    const expected = entriesOf(log, filter).length
    const first = slice(log, { filter, budgetMs: -1, few: 0, bars: 200 })
    expect(first.nextBefore).not.toBeNull()
    await log.indexMore()
    log.clock.advance(1000)
    await log.database.append(bySystem, { action: 'a.done', message: 'new' })
    const rest = whole(log, { filter, before: first.nextBefore, toMs: first.toMs, few: 0, bars: 200 })
    expect(first.entries + rest.entries).toBe(expected)
  }
})

test('an empty log, an empty range and a filter that nothing can match have no bars', async () => {
  const log = await openVariedLog(0)
  expect(whole(log)).toMatchObject({ bars: [], entries: 0, exact: true, slices: 1 })
  await log.database.append(bySystem, { action: 'a', message: 'x' })
  const now = log.clock.now()
  expect(whole(log, { filter: { ...all, fromMs: now + 5, toMs: now - 5 } })).toMatchObject({ bars: [], entries: 0, slices: 1 })
  expect(whole(log, { filter: { ...all, actions: ['never'] } })).toMatchObject({ bars: [], entries: 0, slices: 1 })
})
