/** Searches the log: pages by sequence, choices to filter by, counts of related entries. */
import { systemClock } from '../../../ports/clock.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Readable, SqlParams } from '../../database/database.ts'
import { conditionsOf, idsOfActors, sequencesOf } from './audit-filter.store.ts'
import { actorKindOf, entryOf, logBounds, selectEntries } from './audit.store.ts'
import type { EntryRow } from './audit.store.ts'
import { showableTime } from './showable-figures.ts'

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
/** About 30 ms of looking at entries that do not match. */
const widestWindow = 100_000

interface Range {
  /** The lowest sequence looked at. */
  low: number
  /** Above the highest. */
  top: number
}

const newestMatches = (db: Readable, where: readonly string[], params: SqlParams, { low, top }: Range, limit: number): EntryRow[] =>
  db.all<EntryRow>(
    `${selectEntries} WHERE ${['e.sequence >= @low', 'e.sequence < @top', ...where].join(' AND ')} ORDER BY e.sequence DESC LIMIT @limit`,
    { ...params, low, top, limit },
  )

/** One slice of a filtered list, newest first: searches window after window of sequences until the page is full or the time is up. */
export const listEntries = (db: Readable, { filter, before, limit, budgetMs }: ListInput): ListSlice => {
  const started = systemClock.monotonic()
  const wanted = conditionsOf(db, filter)
  const bounds = logBounds(db)
  const range =
    filter.fromMs === null && filter.toMs === null
      ? { low: bounds.firstSequence, high: bounds.lastSequence }
      : sequencesOf(db, filter.fromMs, filter.toMs)
  if (wanted === null || range === null || bounds.lastSequence === 0) return { entries: [], nextBefore: null, searchedBackToMs: null }
  const { conditions, params } = wanted
  const [only] = conditions
  // Nothing to look past: one walk along the entries, or one along an index for each value, ends with the page.
  const walks = only === undefined ? [[]] : conditions.length === 1 && only.indexed ? only.each.map((one) => [one]) : null

  const lowest = Math.max(range.low, bounds.firstSequence)
  let top = Math.min(before ?? Number.MAX_SAFE_INTEGER, range.high + 1, Number.MAX_SAFE_INTEGER)
  let rows: EntryRow[] = []
  if (walks) {
    const found = walks.flatMap((where) => newestMatches(db, where, params, { low: lowest, top }, limit))
    rows = found.toSorted((a, b) => b.sequence - a.sequence).slice(0, limit)
    top = rows.length < limit ? lowest : rows.at(-1)!.sequence
  }
  for (let width = firstWindow; top > lowest && rows.length < limit; width = Math.min(width * 4, widestWindow)) {
    const low = Math.max(lowest, top - width)
    rows.push(
      ...newestMatches(
        db,
        conditions.map(({ any }) => any),
        params,
        { low, top },
        limit - rows.length,
      ),
    )
    top = rows.length < limit ? low : rows.at(-1)!.sequence
    if (systemClock.monotonic() - started > budgetMs) break
  }

  const nextBefore = top > lowest ? top : null
  const reached =
    nextBefore === null
      ? null
      : db.get<{ at_ms: number }>('SELECT at_ms FROM log_entry WHERE sequence >= @top ORDER BY sequence LIMIT 1', { top })
  return { entries: rows.map(entryOf), nextBefore, searchedBackToMs: reached ? showableTime(reached.at_ms) : null }
}

/** Actors and actions that occur, by name. */
export const filterChoices = (db: Readable) => ({
  actors: db
    .all<{ kind: string; reference: string; name: string }>(
      "SELECT kind, reference, name FROM log_actor WHERE id IN (SELECT max(id) FROM log_actor GROUP BY kind, CASE reference WHEN '' THEN name ELSE reference END) ORDER BY name LIMIT 500",
    )
    .map((row) => ({ kind: actorKindOf(row.kind), id: row.reference || null, name: row.name })),
  // From one action to the next along the index, not through every entry or word.
  actions: db
    .all<{ text: string }>(
      `WITH RECURSIVE action (id) AS (
         SELECT min(action) FROM log_entry
         UNION ALL
         SELECT (SELECT min(e.action) FROM log_entry e WHERE e.action > action.id) FROM action WHERE action.id IS NOT NULL
       )
       SELECT text FROM action JOIN log_text USING (id) ORDER BY text LIMIT 500`,
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
  const who = `actor IN (${ids.join(', ')})`
  const sameActorToday = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM log_entry WHERE ${who} AND sequence >= @low AND at_ms >= @sinceMs LIMIT 1000)`,
    params,
  )!.n
  return { sameRequest, sameActorToday }
}
