/** Rows of incidents and of the notes on them, as people see and change them. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Incident, IncidentNote } from '../../../shared/contract/incidents.ts'
import type { Readable, Writable } from '../../database/database.ts'
import type { Cluster } from './fold-entries.ts'

export interface IncidentRow {
  id: string
  number: number
  version: number
  closed_at_ms: number | null
  assignee_id: string | null
  assignee_name: string | null
  key: string
  what: string
  title: string
  action: string
  threat_class: string | null
  source: string
  severity: number
  first_at_ms: number
  last_at_ms: number
  first_sequence: number
  last_sequence: number
  entries: number
  events: number
  newest: string
}

const select = `SELECT id, number, version, closed_at_ms, assignee_id, assignee_name, key, what, title, action, threat_class, source, severity,
  first_at_ms, last_at_ms, first_sequence, last_sequence, entries, events, newest FROM incident`

export const severityOf = (rank: number) => severities[rank] ?? 'critical'

export const incidentOf = (row: IncidentRow): Incident => ({
  id: row.id,
  version: row.version,
  number: row.number,
  title: row.title,
  state: row.closed_at_ms === null ? 'open' : 'closed',
  severity: severityOf(row.severity),
  threatClass: row.threat_class,
  action: row.action,
  source: row.source,
  firstAtMs: row.first_at_ms,
  lastAtMs: row.last_at_ms,
  firstSequence: row.first_sequence,
  lastSequence: row.last_sequence,
  entries: row.entries,
  events: row.events,
  assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
  closedAtMs: row.closed_at_ms,
})

const states = { open: 'closed_at_ms IS NULL', closed: 'closed_at_ms IS NOT NULL', all: 'TRUE' } as const
export type ListedState = keyof typeof states

/** The newest first, below `before`. */
export const listIncidents = (db: Readable, state: ListedState, before: number, limit: number): IncidentRow[] =>
  db.all<IncidentRow>(`${select} WHERE ${states[state]} AND number < @before ORDER BY number DESC LIMIT @limit`, { before, limit })

/** With an entry of this period, the newest first. */
export const incidentsBetween = (db: Readable, period: { fromMs: number; toMs: number }, limit: number): IncidentRow[] =>
  db.all<IncidentRow>(`${select} WHERE last_at_ms >= @fromMs AND first_at_ms < @toMs ORDER BY number DESC LIMIT @limit`, {
    ...period,
    limit,
  })

export const countOpen = (db: Readable): number => db.get<{ n: number }>('SELECT count(*) AS n FROM incident WHERE closed_at_ms IS NULL')!.n

export const incidentById = (db: Readable, id: string): IncidentRow | null =>
  db.get<IncidentRow>(`${select} WHERE id = @id`, { id }) ?? null

/** Open incidents by severity: all, and those with an entry since `sinceMs`. */
export const openBySeverity = (db: Readable, sinceMs: number): { severity: number; n: number; active: number }[] =>
  db.all<{ severity: number; n: number; active: number }>(
    `SELECT severity, count(*) AS n, coalesce(sum(last_at_ms >= @sinceMs), 0) AS active FROM incident WHERE closed_at_ms IS NULL GROUP BY severity`,
    { sinceMs },
  )

/** Its number. */
export const insertIncident = (tx: Writable, id: string, cluster: Cluster): number => {
  const number = tx.get<{ number: number }>('SELECT coalesce(max(number), 0) + 1 AS number FROM incident')!.number
  const { newest, severity, ...rest } = cluster
  tx.run(
    `INSERT INTO incident (id, number, key, what, title, action, threat_class, source, severity, first_at_ms, last_at_ms, first_sequence, last_sequence, entries, events, newest)
     VALUES (@id, @number, @key, @what, @title, @action, @threatClass, @source, @severity, @firstAtMs, @lastAtMs, @firstSequence, @lastSequence, @entries, @events, @newest)`,
    { id, number, ...rest, severity: severities.indexOf(severity), newest: JSON.stringify(newest) },
  )
  return number
}

/** False where it was changed meanwhile. */
export const setAssignee = (tx: Writable, seen: { id: string; version: number }, person: { id: string; name: string } | null): boolean =>
  tx.run(
    'UPDATE incident SET assignee_id = @personId, assignee_name = @personName, version = version + 1 WHERE id = @id AND version = @version',
    { id: seen.id, version: seen.version, personId: person?.id ?? null, personName: person?.name ?? null },
  ).changes === 1

/** Null opens it again. False where it was changed meanwhile. */
export const setClosed = (tx: Writable, seen: { id: string; version: number }, closedAtMs: number | null): boolean =>
  tx.run('UPDATE incident SET closed_at_ms = @closedAtMs, version = version + 1 WHERE id = @id AND version = @version', {
    id: seen.id,
    version: seen.version,
    closedAtMs,
  }).changes === 1

export const insertNote = (tx: Writable, incidentId: string, note: IncidentNote): void => {
  tx.run('INSERT INTO incident_note (id, incident_id, at_ms, author, text) VALUES (@id, @incidentId, @atMs, @author, @text)', {
    incidentId,
    ...note,
  })
}

/** Oldest first; ids sort by the time of making. */
export const notesOf = (db: Readable, incidentId: string): IncidentNote[] =>
  db.all<IncidentNote>('SELECT id, at_ms AS atMs, author, text FROM incident_note WHERE incident_id = @incidentId ORDER BY id', {
    incidentId,
  })

export const countNotes = (db: Readable, incidentId: string): number =>
  db.get<{ n: number }>('SELECT count(*) AS n FROM incident_note WHERE incident_id = @incidentId', { incidentId })!.n
