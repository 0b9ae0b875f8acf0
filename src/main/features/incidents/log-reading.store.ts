/** Reads the log for the watch: what may be part of an incident, and how much happened, in one slice; and entries by sequence. */
import { actorKinds, outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import { gatheredActions, ownSubjects } from './entry-group.ts'
import type { Tally } from './recent-minutes.ts'

interface Row {
  sequence: number
  at_ms: number
  severity: number
  outcome: number
  action: string | null
  actor_kind: string | null
  actor_reference: string | null
  actor_name: string | null
  source: string | null
  target_kind: string | null
  target_id: string | null
  target_name: string | null
  threat_class: string | null
  request_id: string | null
  count: number
  message: string
}

const select = `SELECT e.sequence, e.at_ms, e.severity, e.outcome, action.text AS action, actor.kind AS actor_kind,
  actor.reference AS actor_reference, actor.name AS actor_name, source.text AS source, target_kind.text AS target_kind, e.target_id,
  e.target_name, threat_class.text AS threat_class, lower(hex(e.request_id)) AS request_id, e.count, e.message
FROM log_entry e
LEFT JOIN log_text action ON action.id = e.action
LEFT JOIN log_actor actor ON actor.id = e.actor
LEFT JOIN log_text source ON source.id = e.source
LEFT JOIN log_text target_kind ON target_kind.id = e.target_kind
LEFT JOIN log_text threat_class ON threat_class.id = e.threat_class`

/** The log may have been written by another program: such an entry must neither be lost nor stop the watch. */
const gone = '(word missing)'
const latestTimeMs = 8.64e15
const entryOf = (row: Row): AuditEntry => ({
  sequence: row.sequence,
  atMs: Math.max(-latestTimeMs, Math.min(latestTimeMs, row.at_ms)),
  severity: severities[row.severity] ?? 'critical',
  outcome: outcomes[row.outcome] ?? 'failed',
  action: row.action ?? gone,
  message: row.message,
  actor: {
    kind: actorKinds.find((kind) => kind === row.actor_kind) ?? 'system',
    id: row.actor_reference || null,
    name: row.actor_name ?? gone,
  },
  source: row.source ?? gone,
  target: row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id, name: row.target_name ?? gone },
  threatClass: row.threat_class,
  requestId: row.request_id ? row.request_id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null,
  count: Math.max(1, Math.min(Number.MAX_SAFE_INTEGER, row.count)),
})

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

/** 0 where the log is empty. */
export const lastSequenceOf = (db: Readable): number =>
  db.get<{ sequence: number }>('SELECT sequence FROM log_entry ORDER BY sequence DESC LIMIT 1')?.sequence ?? 0

export const scanLog = (db: Readable, { after, window, limit }: ScanInput): Scan => {
  const lastSequence = lastSequenceOf(db)
  const first = db.get<{ sequence: number }>('SELECT sequence FROM log_entry WHERE sequence > @after ORDER BY sequence LIMIT 1', { after })
  if (!first) return { entries: [], tallies: [], upTo: Math.max(after, lastSequence), lastSequence }
  const end = Math.min(first.sequence - 1 + window, lastSequence)
  const entries = db
    .all<Row>(`${select} WHERE e.sequence > @after AND e.sequence <= @end AND ${worthALook} ORDER BY e.sequence LIMIT @limit`, {
      after,
      end,
      limit,
    })
    .map(entryOf)
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
    .all<Row>(`${select} WHERE e.sequence IN (SELECT value FROM json_each(@sequences)) ORDER BY e.sequence DESC`, {
      sequences: JSON.stringify(sequences),
    })
    .map(entryOf)

/** The entry before the first of the hour of `sinceMs`, as far as the counters by hour tell; at most `mostEntries` back. */
export const sequenceBefore = (db: Readable, sinceMs: number, mostEntries: number): number => {
  const hourMs = 3_600_000
  const found = db.get<{ sequence: number | null }>('SELECT min(first_sequence) AS sequence FROM log_hour WHERE hour >= @hour', {
    hour: Math.floor(sinceMs / hourMs) * hourMs,
  })
  const last = lastSequenceOf(db)
  return Math.max((found?.sequence ?? last + 1) - 1, last - mostEntries, 0)
}
