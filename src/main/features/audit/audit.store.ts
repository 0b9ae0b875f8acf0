/** Reads the log: entries with their words, bounds, signed heads and hours. */
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { genesisHash } from '../../database/chain.ts'
import type { ChainedEntry } from '../../database/chain.ts'
import type { Readable } from '../../database/database.ts'
import { entryOf, entryTables, uuidOf, wholeColumns } from '../../database/log-entry.ts'
import type { WholeRow } from '../../database/log-entry.ts'
import { newestSequence } from '../../database/log-ends.ts'
import { showableInteger } from '../../database/showable-figures.ts'

export const selectEntries = `SELECT ${wholeColumns} FROM ${entryTables}`

/** An entry as it was hashed, or null where a word it refers to is gone. */
const chainedOf = (row: WholeRow): ChainedEntry | null => {
  const { action, actor_kind: actorKind, actor_name: actorName, source } = row
  const severity = severities[row.severity]
  const outcome = outcomes[row.outcome]
  if (action === null || actorKind === null || actorName === null || source === null || !severity || !outcome) return null
  if (row.target_kind_id !== null && row.target_kind === null) return null
  if (row.threat_class_id !== null && row.threat_class === null) return null
  return {
    sequence: row.sequence,
    atMs: row.at_ms,
    severity,
    outcome,
    action,
    actorKind,
    actorId: row.actor_reference || null,
    actorName,
    source,
    targetKind: row.target_kind,
    targetId: row.target_id,
    targetName: row.target_name,
    threatClass: row.threat_class,
    requestId: uuidOf(row.request_id),
    count: row.count,
    message: row.message,
    detail: row.detail,
  }
}

export interface StoredEntry {
  sequence: number
  atMs: number
  severity: number
  count: number
  hash: string
  detail: string
  entry: AuditEntry
  chained: ChainedEntry | null
}
const storedOf = (row: WholeRow): StoredEntry => ({
  sequence: row.sequence,
  atMs: row.at_ms,
  severity: row.severity,
  count: row.count,
  hash: row.hash,
  detail: row.detail,
  entry: entryOf(row),
  chained: chainedOf(row),
})

export const entryAt = (db: Readable, sequence: number): StoredEntry | null => {
  const row = db.get<WholeRow>(`${selectEntries} WHERE e.sequence = @sequence`, { sequence })
  return row ? storedOf(row) : null
}

/** Ascending, for verification. */
export const entriesAfter = (db: Readable, after: number, until: number, limit: number): StoredEntry[] =>
  db
    .all<WholeRow>(`${selectEntries} WHERE e.sequence > @after AND e.sequence <= @until ORDER BY e.sequence LIMIT @limit`, {
      after,
      until,
      limit,
    })
    .map(storedOf)

export interface LogBounds {
  firstSequence: number
  lastSequence: number
  horizonSequence: number
  horizonHash: string
}
/** What lies outside the safe integers was put there by somebody else; it is never reached, and so found missing. */
export const logBounds = (db: Readable): LogBounds => {
  const horizon = db.get<{ sequence: number; hash: string }>('SELECT sequence, hash FROM log_horizon')
  // What lies below the horizon is dropped, though it may take a while to be deleted.
  const first = db.get<{ sequence: number }>(
    'SELECT sequence FROM log_entry WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM log_horizon) ORDER BY sequence LIMIT 1',
  )
  return {
    firstSequence: showableInteger(first?.sequence ?? 0),
    lastSequence: showableInteger(newestSequence(db)),
    horizonSequence: showableInteger(horizon?.sequence ?? 0),
    horizonHash: horizon?.hash ?? genesisHash,
  }
}

/** An entry below the first that there can be, which only another program can have written; null where there is none. */
export const entryBelowAll = (db: Readable): number | null => {
  const row = db.get<{ sequence: number }>('SELECT sequence FROM log_entry WHERE sequence < 1 ORDER BY sequence DESC LIMIT 1')
  return row ? showableInteger(row.sequence) : null
}

/** The hash that the entry after `sequence` links to; null where neither entry nor horizon is there. */
export const hashAt = (db: Readable, sequence: number): string | null => {
  const bounds = logBounds(db)
  if (sequence === bounds.horizonSequence) return bounds.horizonHash
  return db.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = @sequence', { sequence })?.hash ?? null
}

export interface HeadRow {
  sequence: number
  at_ms: number
  hash: string
  horizon_sequence: number
  horizon_hash: string
  key_id: string
  signature: Uint8Array
}
const selectHeads = 'SELECT sequence, at_ms, hash, horizon_sequence, horizon_hash, key_id, signature FROM log_head'
export const headsBetween = (db: Readable, after: number, until: number): HeadRow[] =>
  db.all<HeadRow>(`${selectHeads} WHERE sequence > @after AND sequence <= @until ORDER BY sequence`, { after, until })
export const firstHeadFrom = (db: Readable, sequence: number): HeadRow | null =>
  db.get<HeadRow>(`${selectHeads} WHERE sequence >= @sequence ORDER BY sequence LIMIT 1`, { sequence }) ?? null
export const headUpTo = (db: Readable, sequence: number): HeadRow | null =>
  db.get<HeadRow>(`${selectHeads} WHERE sequence <= @sequence ORDER BY sequence DESC LIMIT 1`, { sequence }) ?? null
/** See `entryBelowAll`. */
export const headBelowAll = (db: Readable): HeadRow | null =>
  db.get<HeadRow>(`${selectHeads} WHERE sequence < 1 ORDER BY sequence DESC LIMIT 1`) ?? null
export const newestHead = (db: Readable): HeadRow | null => db.get<HeadRow>(`${selectHeads} ORDER BY sequence DESC LIMIT 1`) ?? null

export interface HourRow {
  hour: number
  severity: number
  entries: number
  events: number
  first_sequence: number
  last_sequence: number
}
const hourMs = 3_600_000
const countedHours = (above: string) => `
SELECT at_ms - (at_ms % @hourMs + @hourMs) % @hourMs AS hour, severity, count(*) AS entries, total(count) AS events,
  min(sequence) AS first_sequence, max(sequence) AS last_sequence, 0 AS from_table
FROM log_entry WHERE sequence > ${above} GROUP BY 1, 2`

/** Entries above `after`, at most up to `until`, counted anew. */
export const hoursBetween = (db: Readable, { after, until }: { after: number; until: number }): HourRow[] =>
  db.all<HourRow>(countedHours('@after AND sequence <= @until'), { after, until, hourMs })

/**
 * The stored counters, those of the entries above `after` counted anew, and the horizon that they go by. One statement, so
 * that nothing is committed in between.
 */
export const hoursWithRest = (
  db: Readable,
  { after }: { after: number },
): { stored: HourRow[]; rest: HourRow[]; horizonSequence: number } => {
  const rows = db.all<HourRow & { from_table: number }>(
    `SELECT hour, severity, entries, events, first_sequence, last_sequence, 1 AS from_table FROM log_hour
     UNION ALL SELECT * FROM (${countedHours('@after')})
     UNION ALL SELECT sequence, 0, 0, 0, 0, 0, 2 FROM log_horizon`,
    { after, hourMs },
  )
  const of = (table: number) => rows.filter(({ from_table: from }) => from === table).map(({ from_table: _, ...row }) => row)
  return { stored: of(1), rest: of(0), horizonSequence: of(2)[0]?.hour ?? 0 }
}
