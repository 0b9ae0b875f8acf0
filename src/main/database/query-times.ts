/** How long each query took, by name: the one place where all of them are counted. Slow ones are logged, without parameters. */
import type { Logger } from '../../ports/logger.ts'
import { bucketOf, quantileOf } from '../../shared/histogram.ts'
import type { OnQuery, Statement } from './connection.ts'

export interface QueryTime {
  name: string
  calls: number
  totalMs: number
  /** Below it lie 95 of a hundred calls, at most 9 % off (the width of the histogram's buckets). */
  p95Ms: number
  slowestMs: number
  slowestAtMs: number
  /** Rows that all calls gave or changed. */
  rows: number
  /** Calls above the threshold. */
  slow: number
}

export interface QueryTimes {
  /** Any connection tells each of its queries here. */
  note: OnQuery
  /** Since the start, slowest first. */
  list(): QueryTime[]
  /** The texts that ran under this name, the newest first; a name that a query was given may stand for several. */
  statements(name: string): Statement[]
  /** The times since the last take, by name; at most 1,000 a name. */
  take(): Map<string, number[]>
}

interface Known extends Omit<QueryTime, 'p95Ms'> {
  buckets: Map<number, number>
  statements: Statement[]
}

const maxNames = 1_000
/** No threshold is lower, so that it is not asked for with each query. */
const leastSlowMs = 9
const maxTimes = 1_000
const maxStatements = 5
/** A longer text, a list of rows mostly, says no more. */
const maxTextLength = 20_000

export const createQueryTimes = (now: () => number, logger: Logger, slowMs: () => number = () => 1_000): QueryTimes => {
  const byName = new Map<string, Known>()
  let taken = new Map<string, number[]>()
  const knownOf = (name: string): Known => {
    let known = byName.get(name)
    if (!known) {
      known = { name, calls: 0, totalMs: 0, slowestMs: 0, slowestAtMs: 0, rows: 0, slow: 0, buckets: new Map(), statements: [] }
      byName.set(name, known)
    }
    return known
  }
  const keepStatement = (known: Known, statement: Statement) => {
    if (statement.sql.length > maxTextLength) return
    const others = known.statements.filter(({ sql }) => sql !== statement.sql)
    known.statements = [statement, ...others].slice(0, maxStatements)
  }
  return {
    note: (given, elapsedMs, rows, statement) => {
      const isKnown = byName.has(given) || byName.size < maxNames
      const name = isKnown ? given : 'all others'
      const known = knownOf(name)
      known.calls += 1
      known.totalMs += elapsedMs
      known.rows += rows
      const bucket = bucketOf(elapsedMs)
      known.buckets.set(bucket, (known.buckets.get(bucket) ?? 0) + 1)
      if (statement && isKnown) keepStatement(known, statement)
      if (elapsedMs >= known.slowestMs) {
        known.slowestMs = elapsedMs
        known.slowestAtMs = now()
      }
      if (elapsedMs > leastSlowMs && elapsedMs > slowMs()) {
        known.slow += 1
        logger.warn({ query: name, elapsedMs: Math.round(elapsedMs) }, 'a query of the database was slow')
      }
      const times = taken.get(name)
      if (!times) taken.set(name, [elapsedMs])
      else if (times.length < maxTimes) times.push(elapsedMs)
    },
    list: () =>
      [...byName.values()]
        .toSorted((a, b) => b.slowestMs - a.slowestMs)
        // The middle of a bucket may lie above the slowest in it.
        .map(({ buckets, statements: _, ...time }) => ({ ...time, p95Ms: Math.min(time.slowestMs, quantileOf(buckets, 0.95) ?? 0) })),
    statements: (name) => [...(byName.get(name)?.statements ?? [])],
    take: () => {
      const since = taken
      taken = new Map()
      return since
    },
  }
}
