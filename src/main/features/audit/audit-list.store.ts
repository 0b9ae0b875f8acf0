/** Searches the log: filters, pages by sequence, choices to filter by, counts of related entries. */
import { systemClock } from '../../../ports/clock.ts'
import { outcomes, severities } from '../../../shared/contract/audit.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit.ts'
import type { Readable, SqlParams } from '../../database/database.ts'
import { entryOf, logBounds, selectEntries } from './audit.store.ts'
import type { EntryRow } from './audit.store.ts'

/** The sequences between which all entries of a time range lie; null where there are none. A clock that stepped back widens it. */
const sequencesOf = (db: Readable, fromMs: number | null, toMs: number | null): { low: number; high: number } | null => {
  const range = db.get<{ low: number | null; high: number | null }>(
    'SELECT min(first_sequence) AS low, max(last_sequence) AS high FROM log_hour WHERE hour > @from AND hour <= @to',
    { from: (fromMs ?? 0) - 3_600_000, to: toMs ?? Number.MAX_SAFE_INTEGER },
  )
  return !range || range.low === null || range.high === null ? null : { low: range.low, high: range.high }
}

interface Condition {
  sql: string
  /** Answered by an index that ends with the sequence. */
  indexed: boolean
}

const anyOf = (column: string, values: readonly (number | string)[], params: SqlParams): string => {
  const names = values.map((value, index) => {
    const name = `${column.replaceAll('.', '_')}_${index}`
    params[name] = value
    return `@${name}`
  })
  return `${column} IN (${names.join(', ')})`
}

const idsOfActors = (db: Readable, keys: readonly string[]): number[] =>
  keys.flatMap((key) => {
    const colon = key.indexOf(':')
    const params = { kind: key.slice(0, colon), who: key.slice(colon + 1) }
    return db
      .all<{ id: number }>("SELECT id FROM log_actor WHERE kind = @kind AND (reference = @who OR (reference = '' AND name = @who))", params)
      .map((row) => row.id)
  })

/** Null where nothing can match. */
const conditionsOf = (db: Readable, filter: AuditFilter, params: SqlParams): Condition[] | null => {
  const conditions: Condition[] = []
  if (filter.actors.length > 0) {
    const ids = idsOfActors(db, filter.actors)
    if (ids.length === 0) return null
    conditions.push({ sql: anyOf('e.actor', ids, params), indexed: ids.length === 1 })
  }
  if (filter.actions.length > 0) {
    const ids = filter.actions.flatMap((text) =>
      db.all<{ id: number }>('SELECT id FROM log_text WHERE text = @text', { text }).map((row) => row.id),
    )
    if (ids.length === 0) return null
    conditions.push({ sql: anyOf('e.action', ids, params), indexed: ids.length === 1 })
  }
  if (filter.severities.length > 0) {
    const values = filter.severities.map((severity) => severities.indexOf(severity))
    conditions.push({ sql: anyOf('e.severity', values, params), indexed: false })
  }
  if (filter.outcomes.length > 0)
    conditions.push({
      sql: anyOf(
        'e.outcome',
        filter.outcomes.map((outcome) => outcomes.indexOf(outcome)),
        params,
      ),
      indexed: false,
    })
  if (filter.requestId !== null) {
    params.requestId = Buffer.from(filter.requestId.replaceAll('-', ''), 'hex')
    conditions.push({ sql: 'e.request_id = @requestId', indexed: true })
  }
  if (filter.fromMs !== null) {
    params.fromMs = filter.fromMs
    conditions.push({ sql: 'e.at_ms >= @fromMs', indexed: false })
  }
  if (filter.toMs !== null) {
    params.toMs = filter.toMs
    conditions.push({ sql: 'e.at_ms < @toMs', indexed: false })
  }
  return conditions
}

export interface ListInput {
  filter: AuditFilter
  before: number | null
  limit: number
  budgetMs: number
}
export interface ListSlice {
  entries: AuditEntry[]
  nextBefore: number | null
  searchedBackToMs: number | null
}

const firstWindow = 2_000
const widestWindow = 200_000

/** One slice of a filtered list, newest first: searches window after window of sequences until the page is full or the time is up. */
export const listEntries = (db: Readable, { filter, before, limit, budgetMs }: ListInput): ListSlice => {
  const started = systemClock.monotonic()
  const params: SqlParams = {}
  const conditions = conditionsOf(db, filter, params)
  const bounds = logBounds(db)
  const range =
    filter.fromMs === null && filter.toMs === null
      ? { low: bounds.firstSequence, high: bounds.lastSequence }
      : sequencesOf(db, filter.fromMs, filter.toMs)
  if (conditions === null || range === null || bounds.lastSequence === 0) return { entries: [], nextBefore: null, searchedBackToMs: null }
  const lowest = Math.max(range.low, bounds.firstSequence)
  const where = conditions.map((condition) => ` AND ${condition.sql}`).join('')
  const wholeAtOnce = conditions.length === 0 || (conditions.length === 1 && conditions[0]!.indexed)
  const entries: AuditEntry[] = []
  let top = Math.min(before ?? Number.MAX_SAFE_INTEGER, range.high + 1)
  let width = wholeAtOnce ? Number.MAX_SAFE_INTEGER : firstWindow
  while (top > lowest) {
    const low = Math.max(lowest, top - width)
    const rows = db.all<EntryRow>(
      `${selectEntries} WHERE e.sequence >= @low AND e.sequence < @top${where} ORDER BY e.sequence DESC LIMIT @limit`,
      {
        ...params,
        low,
        top,
        limit: limit - entries.length,
      },
    )
    entries.push(...rows.map(entryOf))
    if (entries.length >= limit) {
      top = entries.at(-1)!.sequence
      break
    }
    top = low
    if (systemClock.monotonic() - started > budgetMs) break
    width = Math.min(width * 4, widestWindow)
  }
  const nextBefore = top > lowest ? top : null
  const reached =
    nextBefore === null
      ? null
      : db.get<{ at_ms: number }>('SELECT at_ms FROM log_entry WHERE sequence >= @top ORDER BY sequence LIMIT 1', { top })
  return { entries, nextBefore, searchedBackToMs: reached?.at_ms ?? null }
}

/** Actors and actions that occur, by name. */
export const filterChoices = (db: Readable) => ({
  actors: db
    .all<{ kind: AuditEntry['actor']['kind']; reference: string; name: string }>(
      "SELECT kind, reference, name FROM log_actor WHERE id IN (SELECT max(id) FROM log_actor GROUP BY kind, CASE reference WHEN '' THEN name ELSE reference END) ORDER BY name LIMIT 500",
    )
    .map((row) => ({ kind: row.kind, id: row.reference || null, name: row.name })),
  actions: db
    .all<{ text: string }>(
      'SELECT text FROM log_text WHERE EXISTS (SELECT 1 FROM log_entry WHERE log_entry.action = log_text.id) ORDER BY text LIMIT 500',
    )
    .map((row) => row.text),
})

/** How many entries one request made, and one actor since `sinceMs` (at most 1,000 are counted). */
export const relatedCounts = (db: Readable, entry: AuditEntry, sinceMs: number): { sameRequest: number; sameActorToday: number } => {
  const sameRequest =
    entry.requestId === null
      ? 0
      : db.get<{ n: number }>('SELECT count(*) AS n FROM (SELECT 1 FROM log_entry WHERE request_id = @id LIMIT 1000)', {
          id: Buffer.from(entry.requestId.replaceAll('-', ''), 'hex'),
        })!.n
  const params: SqlParams = { sinceMs, low: sequencesOf(db, sinceMs, null)?.low ?? Number.MAX_SAFE_INTEGER }
  const ids = idsOfActors(db, [`${entry.actor.kind}:${entry.actor.id ?? entry.actor.name}`])
  if (ids.length === 0) return { sameRequest, sameActorToday: 0 }
  const who = anyOf('actor', ids, params)
  const sameActorToday = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM log_entry WHERE ${who} AND sequence >= @low AND at_ms >= @sinceMs LIMIT 1000)`,
    params,
  )!.n
  return { sameRequest, sameActorToday }
}
