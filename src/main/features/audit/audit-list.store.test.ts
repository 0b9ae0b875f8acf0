import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Database, Readable, SqlParams } from '../../database/database.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { filterChoices, listEntries, relatedCounts } from './audit-list.store.ts'
import { entryAt } from './audit.store.ts'

const all: AuditFilter = { fromMs: null, toMs: null, actors: [], actions: [], severities: [], outcomes: [], requestId: null }
const request = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const hour = 3_600_000

/** Varied entries; twice the clock steps back. */
const varied = async (count: number) => {
  const { database, clock } = openTestDatabase()
  const actors = [
    bySystem.actor,
    { kind: 'user' as const, id: 'u1', name: 'Ada' },
    { kind: 'user' as const, id: 'u1', name: 'Ada Lovelace' },
    { kind: 'anonymous' as const, id: null, name: 'u1' },
  ]
  const waiting: Promise<number>[] = []
  for (let i = 0; i < count; i++) {
    clock.setNow(clock.now() + (i % 700 === 699 ? -2 * hour : 20_000))
    waiting.push(
      database.append(
        {
          actor: actors[i % 7 === 0 ? 1 : i % 11 === 0 ? 2 : i % 13 === 0 ? 3 : 0]!,
          source: `10.0.0.${i % 5}`,
          requestId: i % 3 ? null : request(i % 30),
        },
        {
          action: ['a.done', 'b.done', 'c.done'][i % 3]!,
          message: `Entry ${i}`,
          severity: severities[i % 50 === 0 ? 4 : i % 20 === 0 ? 3 : i % 9 === 0 ? 1 : 0],
          outcome: outcomes[i % 17 === 0 ? 1 : i % 40 === 0 ? 2 : 0],
        },
      ),
    )
  }
  await database.flush()
  await Promise.all(waiting)
  return { database, clock }
}

/** Page after page to the end; slices may be empty. */
const everything = (database: Database, filter: AuditFilter, limit: number, budgetMs = 40) => {
  const entries: AuditEntry[] = []
  let before: number | null = null
  let slices = 0
  do {
    const slice = database.read((db) => listEntries(db, { filter, before, limit, budgetMs }))
    expect(slice.entries.length).toBeLessThanOrEqual(limit)
    if (slice.nextBefore !== null) expect(slice.nextBefore).toBeLessThan(before ?? Infinity)
    expect(slice.searchedBackToMs === null).toBe(slice.nextBefore === null)
    entries.push(...slice.entries)
    before = slice.nextBefore
    slices += 1
  } while (before !== null)
  return { entries, slices, sequences: entries.map((entry) => entry.sequence) }
}

const matches = (entry: AuditEntry, filter: AuditFilter) =>
  (filter.fromMs === null || entry.atMs >= filter.fromMs) &&
  (filter.toMs === null || entry.atMs < filter.toMs) &&
  (filter.actors.length === 0 || filter.actors.includes(`${entry.actor.kind}:${entry.actor.id ?? entry.actor.name}`)) &&
  (filter.actions.length === 0 || filter.actions.includes(entry.action)) &&
  (filter.severities.length === 0 || filter.severities.includes(entry.severity)) &&
  (filter.outcomes.length === 0 || filter.outcomes.includes(entry.outcome)) &&
  (filter.requestId === null || filter.requestId === entry.requestId)

test('pages go through thousands of entries, each exactly once, newest first', async () => {
  const { database } = await varied(5000)
  const size = database.read((db) => db.get<{ n: number }>('SELECT max(sequence) AS n FROM log_entry'))!.n
  const { sequences } = everything(database, all, 97)
  expect(sequences).toEqual(Array.from({ length: size }, (_, index) => size - index))
})

test('any filter finds exactly what matches, over a clock that stepped back, in slices of any length', async () => {
  const { database, clock } = await varied(4000)
  const { entries } = everything(database, all, 100)
  const endMs = clock.now() + 4 * hour
  const time = fc.option(fc.integer({ min: endMs - 40 * hour, max: endMs }))
  const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 })
  const filter = fc.record({
    fromMs: time,
    toMs: time,
    actors: some(['user:u1', 'anonymous:u1', 'system:gatehouse', 'user:nobody']),
    actions: some(['a.done', 'b.done', 'clock.stepped-back', 'no.action']),
    severities: some(severities),
    outcomes: some(outcomes),
    requestId: fc.option(fc.nat({ max: 40 }).map(request)),
  })
  fc.assert(
    fc.property(filter, fc.integer({ min: 1, max: 100 }), fc.constantFrom(-1, 40), (wanted, limit, budgetMs) => {
      const expected = entries.filter((entry) => matches(entry, wanted))
      expect(everything(database, wanted, limit, budgetMs).entries).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a value given twice finds its entries once', async () => {
  const { database } = await varied(300)
  for (const twice of [
    { actors: ['user:u1', 'user:u1'] },
    { actions: ['a.done', 'a.done'] },
    { severities: ['high' as const, 'high' as const] },
  ]) {
    const { sequences } = everything(database, { ...all, ...twice }, 20)
    expect(sequences.length).toBeGreaterThan(0)
    expect(new Set(sequences).size).toBe(sequences.length)
  }
})

test('a search that finds nothing in its time says how far back it has looked, and goes on', async () => {
  const { database } = await varied(6000)
  const rare = { ...all, actions: ['a.done'], severities: ['medium' as const] }
  const first = database.read((db) => listEntries(db, { filter: rare, before: null, limit: 10, budgetMs: -1 }))
  expect(first.entries).toEqual([])
  const reached = database.read((db) => entryAt(db, first.nextBefore!))
  expect(first.searchedBackToMs).toBe(reached?.atMs)
  expect(everything(database, rare, 10, -1)).toMatchObject({ entries: [], slices: 4 })
})

test('new entries do not move the pages below them', async () => {
  const { database } = await varied(50)
  const first = database.read((db) => listEntries(db, { filter: all, before: null, limit: 10, budgetMs: 40 }))
  await database.append(bySystem, { action: 'a', message: 'new' })
  const second = database.read((db) => listEntries(db, { filter: all, before: first.nextBefore, limit: 10, budgetMs: 40 }))
  expect(second.entries[0]!.sequence).toBe(first.entries.at(-1)!.sequence - 1)
})

test('an empty log and an empty range are one empty slice', async () => {
  const { database } = openTestDatabase()
  const nothing = { entries: [], nextBefore: null, searchedBackToMs: null }
  expect(database.read((db) => listEntries(db, { filter: all, before: null, limit: 10, budgetMs: 40 }))).toEqual(nothing)
  await database.append(bySystem, { action: 'a', message: 'x' })
  const future = { ...all, fromMs: Number.MAX_SAFE_INTEGER }
  expect(database.read((db) => listEntries(db, { filter: future, before: null, limit: 10, budgetMs: 40 }))).toEqual(nothing)
  expect(database.read((db) => listEntries(db, { filter: all, before: 1, limit: 10, budgetMs: 40 }))).toEqual(nothing)
})

/** How SQLite answers each query that `run` makes of the entries. */
const plansOf = (database: Database, run: (db: Readable) => unknown): string[] =>
  database.read((db) => {
    const plans: string[] = []
    const note = (sql: string, params?: SqlParams) => {
      if (/\blog_entry\b/.test(sql))
        plans.push(
          db
            .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
            .map((row) => row.detail)
            .join('; '),
        )
    }
    run({
      get: (sql, params) => {
        note(sql, params)
        return db.get(sql, params)
      },
      all: (sql, params) => {
        note(sql, params)
        return db.all(sql, params)
      },
    })
    return plans
  })

const listPlans = (database: Database, filter: AuditFilter) =>
  plansOf(database, (db) => listEntries(db, { filter, before: null, limit: 10, budgetMs: 40 })).filter((plan) =>
    plan.includes('SEARCH action'),
  )

test.each([
  ['no filter', all, 1, 'INTEGER PRIMARY KEY'],
  ['one actor', { ...all, actors: ['user:nobody', 'anonymous:u1'] }, 1, 'log_entry_actor'],
  ['an actor of two names', { ...all, actors: ['user:u1'] }, 2, 'log_entry_actor'],
  ['one action', { ...all, actions: ['a.done'] }, 1, 'log_entry_action'],
  ['two actions', { ...all, actions: ['a.done', 'b.done'] }, 2, 'log_entry_action'],
  ['one request', { ...all, requestId: request(3) }, 1, 'log_entry_request'],
  ['high and critical', { ...all, severities: ['high', 'critical'] }, 2, 'log_entry_severity'],
  ['what failed', { ...all, outcomes: ['failed'] }, 1, 'log_entry_outcome'],
] as [string, AuditFilter, number, string][])(
  '%s is one walk along an index for each value, without sorting',
  async (_, filter, walks, index) => {
    const { database } = await varied(300)
    const plans = listPlans(database, filter)
    expect(plans).toHaveLength(walks)
    for (const plan of plans) {
      expect(plan).toMatch(new RegExp(`^SEARCH e USING (?:INDEX )?${index}`))
      expect(plan).not.toContain('TEMP B-TREE')
      expect(plan.match(/SEARCH \w+ USING INTEGER PRIMARY KEY/g)).toHaveLength(index.startsWith('INTEGER') ? 6 : 5)
    }
  },
)

test('several filters at once look along the entries of a window, without sorting', async () => {
  const { database } = await varied(300)
  const both = listPlans(database, { ...all, actors: ['user:u1'], severities: ['high', 'critical', 'info'] })
  for (const plan of both) {
    expect(plan).toMatch(/^SEARCH e USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/)
    expect(plan).not.toContain('TEMP B-TREE')
  }
})

test('the choices are found without going through the entries', async () => {
  const { database } = await varied(300)
  const plans = plansOf(database, filterChoices)
  expect(plans).toHaveLength(1)
  expect(plans[0]).toContain('log_entry_action')
  expect(plans[0]).not.toMatch(/SCAN (?:e|log_entry|log_text)\b/)
})

test('related entries are counted by index, the actor under every name of today', async () => {
  const { database, clock } = await varied(300)
  const { entries } = everything(database, all, 100)
  const entry = entries.find((one) => one.actor.id === 'u1' && one.requestId !== null)!
  const sinceMs = clock.now() - hour
  const counts = database.read((db) => relatedCounts(db, entry, sinceMs))
  expect(counts).toEqual({
    sameRequest: entries.filter((one) => one.requestId === entry.requestId).length,
    sameActorToday: entries.filter((one) => one.actor.id === 'u1' && one.atMs >= sinceMs).length,
  })
  const plans = plansOf(database, (db) => relatedCounts(db, entry, sinceMs))
  expect(plans).toHaveLength(2)
  expect(plans.join()).toMatch(/log_entry_request.*log_entry_actor/)
})
