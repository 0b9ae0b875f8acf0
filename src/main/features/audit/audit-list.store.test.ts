import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actorKey, auditFilterSchema, outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { hourMs, indexStates, openVariedLog, requestId } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'
import type { ListInput } from './audit-list.store.ts'
import { entryAt } from './audit.store.ts'

const all: AuditFilter = auditFilterSchema.parse({})

const list = (log: VariedLog, input: Partial<ListInput>) =>
  listEntries(log.log, { filter: all, before: null, limit: 10, budgetMs: 40, ...input }, log.index)

/** Page after page to the end; slices may be empty. */
const everything = (log: VariedLog, filter: AuditFilter, limit: number, budgetMs = 40) => {
  const entries: AuditEntry[] = []
  let before: number | null = null
  let slices = 0
  do {
    const slice = list(log, { filter, before, limit, budgetMs })
    expect(slice.entries.length).toBeLessThanOrEqual(limit)
    if (slice.nextBefore !== null) expect(slice.nextBefore).toBeLessThan(before ?? Infinity)
    expect(slice.searchedBackToMs === null).toBe(slice.nextBefore === null)
    entries.push(...slice.entries)
    before = slice.nextBefore
    slices += 1
  } while (before !== null)
  return { entries, slices, sequences: entries.map((entry) => entry.sequence) }
}

const oneOf = <T>(some: readonly T[], value: T | null) => some.length === 0 || (value !== null && some.includes(value))
const matches = (entry: AuditEntry, filter: AuditFilter) =>
  (filter.fromMs === null || entry.atMs >= filter.fromMs) &&
  (filter.toMs === null || entry.atMs < filter.toMs) &&
  oneOf(filter.actors, actorKey(entry.actor)) &&
  oneOf(filter.actions, entry.action) &&
  oneOf(filter.severities, entry.severity) &&
  oneOf(filter.outcomes, entry.outcome) &&
  oneOf(filter.sources, entry.source) &&
  oneOf(filter.classes, entry.threatClass) &&
  (filter.requestId === null || filter.requestId === entry.requestId)

test.each(indexStates)('pages go through thousands of entries, each exactly once, newest first (index: %s)', async (index) => {
  const log = await openVariedLog(2500, { index })
  const size = log.log.get<{ n: number }>('SELECT max(sequence) AS n FROM log_entry')!.n
  const { sequences } = everything(log, all, 97)
  expect(sequences).toEqual(Array.from({ length: size }, (_, at) => size - at))
})

test.each(indexStates)(
  'any filter finds exactly what matches, over a clock that stepped back, in slices of any length (index: %s)',
  async (index) => {
    const log = await openVariedLog(2500, { index })
    const { entries } = everything(log, all, 100)
    const endMs = log.clock.now() + 4 * hourMs
    const time = fc.option(fc.integer({ min: endMs - 25 * hourMs, max: endMs }))
    const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 })
    const filter = fc.record({
      fromMs: time,
      toMs: time,
      actors: some(['user:u1', 'anonymous:u1', 'system:gatehouse', 'user:nobody', 'nonsense', '']),
      actions: some(['a.done', 'b.done', 'clock.stepped-back', 'no.action']),
      severities: some(severities),
      outcomes: some(outcomes),
      sources: some(['10.0.0.1', '10.0.0.2', 'console', 'nowhere']),
      classes: some(['scanner', 'injection', 'none']),
      requestId: fc.option(fc.nat({ max: 40 }).map(requestId), { freq: 4 }),
      text: fc.constant(null),
    })
    fc.assert(
      fc.property(filter, fc.integer({ min: 1, max: 100 }), fc.constantFrom(-1, 40), (wanted, limit, budgetMs) => {
        const expected = entries.filter((entry) => matches(entry, wanted))
        expect(everything(log, wanted, limit, budgetMs).entries).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  },
)

test('a value given twice finds its entries once', async () => {
  const log = await openVariedLog(400, { index: 'behind' })
  for (const twice of [
    { actors: ['user:u1', 'user:u1'] },
    { actions: ['a.done', 'a.done'] },
    { severities: ['high' as const, 'high' as const] },
  ]) {
    const { sequences } = everything(log, { ...all, ...twice }, 20)
    expect(sequences.length).toBeGreaterThan(0)
    expect(new Set(sequences).size).toBe(sequences.length)
  }
})

test('a search that finds nothing in its time says how far back it has looked, and goes on', async () => {
  for (const index of indexStates) {
    const log = await openVariedLog(5000, { index })
    const rare = { ...all, actions: ['a.done'], severities: ['medium' as const] }
    const first = list(log, { filter: rare, budgetMs: -1 })
    expect(first.entries).toEqual([])
    expect(first.searchedBackToMs).toBe(entryAt(log.log, first.nextBefore!)?.atMs)
    const { entries, slices } = everything(log, rare, 10, -1)
    expect(entries).toEqual([])
    // A window of entries, or a part, is a step; each is one slice where there is no time.
    expect(slices).toBe({ none: 3, whole: 17, behind: 13, gaps: 13 }[index])
  }
})

test('a filter of every severity or outcome filters nothing', async () => {
  const log = await openVariedLog(300)
  const { entries } = everything(log, all, 100)
  expect(everything(log, { ...all, severities: [...severities], outcomes: [...outcomes] }, 100).entries).toEqual(entries)
})

test('new entries, and an index that comes after them, do not move the pages below', async () => {
  const log = await openVariedLog(50)
  const first = list(log, { filter: { ...all, actions: ['a.done'] } })
  await log.database.append(bySystem, { action: 'a.done', message: 'new' })
  await log.indexMore()
  const second = list(log, { filter: { ...all, actions: ['a.done'] }, before: first.nextBefore })
  const whole = everything(log, { ...all, actions: ['a.done'] }, 100).sequences
  expect([...first.entries, ...second.entries].map((entry) => entry.sequence)).toEqual(whole.slice(1, 21).filter((n) => n <= 50))
})

test('an empty log and an empty range are one empty slice', async () => {
  const log = await openVariedLog(0)
  const nothing = { entries: [], nextBefore: null, searchedBackToMs: null }
  expect(list(log, {})).toEqual(nothing)
  await log.database.append(bySystem, { action: 'a', message: 'x' })
  expect(list(log, { filter: { ...all, fromMs: Number.MAX_SAFE_INTEGER } })).toEqual(nothing)
  expect(list(log, { before: 1 })).toEqual(nothing)
})
