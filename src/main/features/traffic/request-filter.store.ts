/** A filter as SQL over the columns of a request. */
import type { TrafficFilter } from '../../../shared/contract/traffic.ts'
import type { Readable, SqlParams } from '../../database/database.ts'
import { wordIds } from './words.store.ts'

/** Null where nothing can pass: a name that no request ever had. */
export const filterSql = (db: Readable, filter: TrafficFilter): { sql: string; params: SqlParams } | null => {
  const parts: string[] = []
  const params: SqlParams = {}
  const among = (column: string, values: readonly (string | number)[]) => {
    parts.push(`AND ${column} IN (SELECT value FROM json_each(@${column}))`)
    params[column] = JSON.stringify(values)
  }
  const words = { route: filter.routes, consumer: filter.consumers, method: filter.methods, refusal: filter.refusals }
  for (const [column, texts] of Object.entries(words)) {
    if (texts.length === 0) continue
    const ids = wordIds(db, texts)
    if (ids.length === 0) return null
    among(column, ids)
  }
  if (filter.sources.length > 0) among('source', filter.sources)
  if (filter.statusClasses.length > 0) {
    parts.push('AND min(status / 100, 5) IN (SELECT value FROM json_each(@classes))')
    params['classes'] = JSON.stringify(filter.statusClasses)
  }
  if (filter.leastMs !== null) {
    parts.push('AND took_us >= @leastUs')
    params['leastUs'] = Math.round(filter.leastMs * 1000)
  }
  return { sql: parts.join(' '), params }
}
