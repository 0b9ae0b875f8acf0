import { expect, test } from 'vitest'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Readable, SqlParams } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { hourMs, openVariedLog, requestId } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { annotationFilters } from '../monitoring/annotations.ts'
import { listEntries } from './audit-list.store.ts'
import { filterChoices } from './filter-choices.store.ts'
import { histogramOf } from './histogram.store.ts'
import { relatedCounts } from './related-entries.store.ts'
import { statisticsOf } from './statistics.store.ts'

const all: AuditFilter = auditFilterSchema.parse({})

interface Asked {
  sql: string
  plan: string[]
  /** Entries that it may look at: of a range, or of a list of sequences. */
  entries: number
}

const entriesIn = (params: SqlParams): number => {
  if (typeof params['sequences'] === 'string') return (JSON.parse(params['sequences']) as number[]).length
  const { low, high } = params
  return typeof low === 'number' && typeof high === 'number' ? high - low + 1 : 1
}

/** Every statement that `run` makes, with how SQLite answers it. */
const asked = (log: VariedLog, run: (db: Readable, index: LogIndex) => unknown): Asked[] => {
  const statements: Asked[] = []
  const watched = (db: Readable): Readable => {
    const note = (sql: string, params: SqlParams = {}) => {
      const plan = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map((row) => row.detail)
      statements.push({ sql, plan, entries: /\blog_entry\b/.test(sql) ? entriesIn(params) : 0 })
    }
    return {
      get: (sql, params) => {
        note(sql, params)
        return db.get(sql, params)
      },
      all: (sql, params) => {
        note(sql, params)
        return db.all(sql, params)
      },
    }
  }
  run(watched(log.log), { parts: () => log.index.parts().map((part) => ({ ...part, db: watched(part.db) })) })
  return statements
}

/** The newest or oldest entry alone is where the walk along the sequences begins. */
const oneEntry =
  /FROM log_entry (?:WHERE sequence > \(SELECT coalesce\(max\(sequence\), 0\) FROM log_horizon\) )?ORDER BY sequence (?:DESC )?LIMIT 1$/

const scanned = /\bSCAN (?:e|log_entry|log_text|log_actor|log_hour|tally|minute)\b/
const walksThrough = (statements: readonly Asked[]): string[] =>
  statements
    .filter(({ sql, plan }) => !oneEntry.test(sql.trim()) && plan.some((line) => scanned.test(line) || /AUTOMATIC/.test(line)))
    .map(({ sql, plan }) => `${sql}\n${plan.join('\n')}`)

const filters = (log: VariedLog): [string, AuditFilter][] => [
  ['no filter', all],
  ['an actor', { ...all, actors: ['user:u1'] }],
  ['two actions', { ...all, actions: ['a.done', 'b.done'] }],
  ['a source', { ...all, sources: ['10.0.0.1'] }],
  ['a class', { ...all, classes: ['scanner'] }],
  ['high and critical', { ...all, severities: ['high', 'critical'] }],
  ['what failed', { ...all, outcomes: ['failed'] }],
  ['a request', { ...all, requestId: requestId(3) }],
  ['an hour', { ...all, fromMs: log.clock.now() - 5 * hourMs, toMs: log.clock.now() - 4 * hourMs }],
  ['a word', { ...all, text: 'entry' }],
  ['an address', { ...all, text: '10.0.0.1' }],
  ['everything', { ...all, actors: ['user:u1'], severities: ['info'], outcomes: ['done'], text: 'entry', fromMs: 0 }],
  ['the newest verification', { ...all, actions: ['log.verified'] }],
  ...annotationFilters(log.clock.now() - 10 * hourMs, log.clock.now()).map((filter, at): [string, AuditFilter] => [
    `annotations ${at}`,
    filter,
  ]),
]

test('no list and no histogram goes through a table, whatever is filtered', async () => {
  const log = await openVariedLog(1500, { index: 'gaps' })
  for (const [name, filter] of filters(log)) {
    const list = asked(log, (db, index) => listEntries(db, { filter, before: null, limit: 100, budgetMs: 40 }, index))
    expect(walksThrough(list), name).toEqual([])
    for (const few of [0, 2000]) {
      const input = { filter, bars: 60, before: null, toMs: null, nowMs: log.clock.now(), budgetMs: 1000, few }
      const histogram = asked(log, (db, index) => histogramOf(db, input, index))
      // How far the counters reach is told by a walk along the hours; all else is looked up.
      expect(walksThrough(histogram.filter(({ sql }) => !/FROM log_hour\s+WHERE last_sequence/.test(sql))), name).toEqual([])
    }
  }
})

test('statistics, choices and related entries go through no entries', async () => {
  const log = await openVariedLog(1500, { index: 'behind' })
  const [entry] = listEntries(log.log, { filter: { ...all, actors: ['user:u1'] }, before: null, limit: 1, budgetMs: 40 }, log.index).entries
  const toMs = log.clock.now()
  const entries = /\bSCAN (?:e|log_entry|log_text|log_actor)\b/
  for (const run of [
    (db: Readable, index: LogIndex) => statisticsOf(db, { fromMs: toMs - 7 * hourMs - 1000, toMs, top: 10 }, index),
    (db: Readable, index: LogIndex) => filterChoices(db, { budgetMs: 40 }, index),
    (db: Readable, index: LogIndex) => relatedCounts(db, { entry: entry!, sinceMs: toMs - hourMs, budgetMs: 40 }, index),
  ])
    expect(asked(log, run).filter(({ sql, plan }) => !oneEntry.test(sql.trim()) && plan.some((line) => entries.test(line)))).toEqual([])
})

test('entries that do not match are not looked at where the index reaches', async () => {
  const log = await openVariedLog(3000, { index: 'whole', event: (i) => ({ message: i % 2 ? 'odd' : 'even' }) })
  const looked = (filter: Partial<AuditFilter>, limit: number) =>
    asked(log, (db, index) => listEntries(db, { filter: { ...all, ...filter }, before: null, limit, budgetMs: 1000 }, index)).reduce(
      (sum, { sql, entries }) => sum + (oneEntry.test(sql.trim()) ? 0 : entries),
      0,
    )
  // One more: when the last of them was made.
  expect(looked({ actions: ['a.done'] }, 50)).toBeLessThanOrEqual(51)
  expect(looked({ severities: ['critical'] }, 20)).toBeLessThanOrEqual(21)
  expect(looked({ text: 'odd' }, 50)).toBeLessThanOrEqual(51)
  expect(looked({ text: 'odd even' }, 50)).toBe(0)
  expect(looked({ severities: ['medium'], actions: ['a.done'] }, 50)).toBe(0)
  expect(looked({ requestId: requestId(999) }, 50)).toBe(0)
  expect(looked({ text: 'nowhere' }, 50)).toBe(0)
})

test('parts that cannot hold a time are not searched', async () => {
  const log = await openVariedLog(3000, { index: 'whole', stepsBackEvery: 100_000 })
  const now = log.clock.now()
  const filter = { ...all, actions: ['a.done'], fromMs: now - 4 * hourMs, toMs: now - 3.5 * hourMs }
  const statements = asked(log, (db, index) => listEntries(db, { filter, before: null, limit: 100, budgetMs: 1000 }, index))
  expect(log.index.parts().length).toBeGreaterThan(8)
  expect(statements.filter(({ sql }) => sql.includes('MATCH')).length).toBeLessThanOrEqual(4)
})
