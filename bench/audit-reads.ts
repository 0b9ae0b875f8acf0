// How soon pages, searches and statistics of the log are there: each question as the page asks it, through the reader's worker.
import { auditFilterSchema } from '../src/shared/contract/audit-filter.ts'
import type { AuditFilter } from '../src/shared/contract/audit-filter.ts'
import { median, percentile } from './figure.ts'
import type { Figure } from './figure.ts'
import type { BenchLog } from './open-bench-log.ts'

const pageRows = 100
const dayMs = 86_400_000
const goal = { atMost: 50 }
const filterOf = (given: Partial<AuditFilter>): AuditFilter => auditFilterSchema.parse(given)

const timed = async (ask: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now()
  await ask()
  return performance.now() - startedMs
}

/** Until the page is full or the log is at its end, over as many slices as that takes. */
const wholePage = async ({ audit }: BenchLog, filter: AuditFilter, from: number | null): Promise<number> => {
  let before = from
  let rows = 0
  do {
    const slice = await audit.list(filter, before, pageRows - rows)
    rows += slice.entries.length
    before = slice.nextBefore
  } while (before !== null && rows < pageRows)
  return rows
}

/** Frequent, seldom and unknown values of every field. */
const singleFilters = (actor: string): AuditFilter[] =>
  [
    { actions: ['request.served'] },
    { actions: ['user.created'] },
    { actions: ['circuit.opened'] },
    { severities: ['critical' as const] },
    { severities: ['high' as const, 'critical' as const] },
    { outcomes: ['failed' as const] },
    { outcomes: ['refused' as const] },
    { classes: ['sql-injection'] },
    { classes: ['malformed'] },
    { sources: ['10.0.0.0'] },
    { sources: ['203.39.21.93'] },
    { sources: ['192.0.2.77'] },
    { actors: ['guard:guard'] },
    { actors: [actor] },
  ].map(filterOf)

/** Common words, rare ones, the beginnings of some, and what occurs nowhere. */
const terms = ['request', 'injection', 'mara', 'orders', '48211', 'authoris', 'upstr', 'zebrafish']
/** Each is several words that must stand side by side, of which some are frequent: an address, a path, an id. */
const runs = ['203.39.21.93', '/api/v2/labels', 'printers-311']

/** Filters that are each frequent and never, or hardly ever, hold together. */
const worstPairs: Partial<AuditFilter>[] = [
  { actions: ['request.served'], outcomes: ['refused'] },
  { actions: ['request.limited'], outcomes: ['done'] },
  { actions: ['request.served'], severities: ['medium'] },
  { classes: ['sql-injection'], severities: ['low'] },
  { actors: ['guard:guard'], actions: ['session.opened'] },
  { outcomes: ['failed'], severities: ['low'] },
  { text: 'served', outcomes: ['refused'] },
]

export const measureReads = async (log: BenchLog, rounds: number): Promise<Figure[]> => {
  const { audit, figures } = log
  const { firstSequence, lastSequence } = audit.size()
  const deep = (n: number) => firstSequence + Math.floor((lastSequence - firstSequence) * (((n * 0.618_034) % 1) * 0.98 + 0.01))
  const { actors } = await audit.choices()
  const someone = actors.find(({ kind }) => kind === 'user')!
  const filters = singleFilters(`user:${someone.id}`)
  // The workers start with the first questions, and read words and parts for the first time.
  for (const filter of filters) await wholePage(log, filter, null)

  const newest: number[] = []
  const filtered: number[] = []
  const far: number[] = []
  const searched: number[] = []
  const together: number[] = []
  const slices: number[] = []
  const month: number[] = []
  for (let round = 0; round < rounds; round++) {
    newest.push(await timed(() => wholePage(log, filterOf({}), null)))
    far.push(await timed(() => wholePage(log, filterOf({}), deep(round))))
    far.push(await timed(() => wholePage(log, filters[round % filters.length]!, deep(round + 0.5))))
    for (const filter of filters) filtered.push(await timed(() => wholePage(log, filter, null)))
    for (const text of terms) searched.push(await timed(() => wholePage(log, filterOf({ text }), null)))
    for (const text of runs) {
      together.push(await timed(() => wholePage(log, filterOf({ text }), null)))
      slices.push(await timed(() => audit.list(filterOf({ text }), null, pageRows)))
    }
    for (const pair of worstPairs) slices.push(await timed(() => audit.list(filterOf(pair), null, pageRows)))
    if (round % 2 === 0) month.push(await timed(() => figures.statistics(Date.now() - 30 * dayMs, Date.now(), 10)))
  }
  return [
    { name: 'page.newest_p95', value: percentile(newest, 0.95), unit: 'ms', goal },
    { name: 'page.filter_p95', value: percentile(filtered, 0.95), unit: 'ms', goal },
    { name: 'page.deep_p95', value: percentile(far, 0.95), unit: 'ms', goal },
    { name: 'page.slice_p95', value: percentile(slices, 0.95), unit: 'ms', goal },
    { name: 'search.term_p95', value: percentile(searched, 0.95), unit: 'ms', goal },
    { name: 'search.run_p95', value: percentile(together, 0.95), unit: 'ms' },
    { name: 'stats.month', value: median(month), unit: 'ms', goal: { atMost: 200 } },
  ]
}
