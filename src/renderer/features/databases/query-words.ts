/** Queries as a person reads them: in the asked order, with times that may be very short, and without the indentation of the source. Pure. */
import type { QueryTime } from '../../../shared/contract/databases.ts'
import { formatFigure } from '../../ui/figures.ts'
import type { QueryOrder } from './databases-search.ts'

export interface RankedQuery extends QueryTime {
  meanMs: number
}

export const rankQueries = (queries: readonly QueryTime[], order: QueryOrder): RankedQuery[] =>
  queries
    .map((query) => ({ ...query, meanMs: query.totalMs / Math.max(1, query.calls) }))
    .toSorted((a, b) => b[order] - a[order] || b.totalMs - a.totalMs)

export const timeWords = (ms: number): string => (ms > 0 && ms < 0.01 ? '< 0.01 ms' : formatFigure(ms, { unit: 'ms' }))

/** Lines keep no more of their indentation than the least indented one has not. */
export const plainSql = (sql: string): string => {
  const [first = '', ...rest] = sql.trim().split('\n')
  const depths = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const spare = Math.min(...depths)
  return [first, ...rest.map((line) => line.slice(Number.isFinite(spare) ? spare : 0).trimEnd())].join('\n')
}
