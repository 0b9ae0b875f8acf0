/** Reads the log for the watch: what may be part of an incident, and how much happened, in one slice; and entries by sequence. */
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import { entryColumns, entryOf, entryTables } from '../../database/log-entry.ts'
import type { EntryRow } from '../../database/log-entry.ts'
import { newestSequence } from '../../database/log-ends.ts'
import { gatheredActions, ownSubjects } from './entry-group.ts'
import type { Tally } from './recent-minutes.ts'

const select = `SELECT ${entryColumns} FROM ${entryTables}`

/** The log may have been written by another program: what counts for nothing, or less, must not stop the watch. */
const watchedOf = (row: EntryRow): AuditEntry => {
  const entry = entryOf(row)
  return { ...entry, count: Math.max(1, entry.count) }
}

export interface ScanInput {
  /** Entries above this sequence. */
  after: number
  /** So many sequences are looked at. */
  window: number
  /** At most so many entries are answered; the slice then ends with the last of them. */
  limit: number
}

export interface Scan {
  /** In order; all that may be part of an incident, and some more. */
  entries: AuditEntry[]
  /** Of all entries looked at but those of this feature. */
  tallies: Tally[]
  /** All up to this sequence was looked at. */
  upTo: number
  /** The newest entry of the log; 0 where it is empty. */
  lastSequence: number
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ')
/** The same as `weightOf` in entry-group.ts, or more than that. */
const worthALook = `(e.severity >= ${severities.indexOf('high')}
  OR (e.severity = ${severities.indexOf('medium')} AND (e.outcome > 0 OR e.threat_class IS NOT NULL))
  OR (e.outcome > 0 AND e.action IN (SELECT id FROM log_text WHERE text IN (${quoted(gatheredActions)}))))`
const ownActions = `SELECT id FROM log_text WHERE ${ownSubjects.map((subject) => `(text >= '${subject}' AND text < '${subject}\u007f')`).join(' OR ')}`

export const scanLog = (db: Readable, { after, window, limit }: ScanInput): Scan => {
  const lastSequence = newestSequence(db)
  const first = db.get<{ sequence: number }>('SELECT sequence FROM log_entry WHERE sequence > @after ORDER BY sequence LIMIT 1', { after })
  if (!first) return { entries: [], tallies: [], upTo: Math.max(after, lastSequence), lastSequence }
  const end = Math.min(first.sequence - 1 + window, lastSequence)
  const entries = db
    .all<EntryRow>(`${select} WHERE e.sequence > @after AND e.sequence <= @end AND ${worthALook} ORDER BY e.sequence LIMIT @limit`, {
      after,
      end,
      limit,
    })
    .map(watchedOf)
  const upTo = entries.length < limit ? end : entries.at(-1)!.sequence
  // Not sum, which fails on figures that only another program can have written.
  const tallies = db.all<Tally>(
    `SELECT at_ms - at_ms % 60000 AS minuteMs, total(count) AS events, total(count) FILTER (WHERE outcome = ${outcomes.indexOf('refused')}) AS refused,
     total(count) FILTER (WHERE severity = ${severities.indexOf('critical')}) AS critical
     FROM log_entry WHERE sequence > @after AND sequence <= @upTo AND action NOT IN (${ownActions}) GROUP BY minuteMs`,
    { after, upTo },
  )
  return { entries, tallies, upTo, lastSequence }
}

/** The newest first; what is not in the log any more is left out. */
export const entriesAt = (db: Readable, sequences: readonly number[]): AuditEntry[] =>
  db
    .all<EntryRow>(`${select} WHERE e.sequence IN (SELECT value FROM json_each(@sequences)) ORDER BY e.sequence DESC`, {
      sequences: JSON.stringify(sequences),
    })
    .map(watchedOf)

/** The entry before the first of the hour of `sinceMs`, as far as the counters by hour tell; at most `mostEntries` back. */
export const sequenceBefore = (db: Readable, sinceMs: number, mostEntries: number): number => {
  const hourMs = 3_600_000
  const found = db.get<{ sequence: number | null }>('SELECT min(first_sequence) AS sequence FROM log_hour WHERE hour >= @hour', {
    hour: Math.floor(sinceMs / hourMs) * hourMs,
  })
  const last = newestSequence(db)
  return Math.max((found?.sequence ?? last + 1) - 1, last - mostEntries, 0)
}
