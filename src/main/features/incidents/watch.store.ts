/** What the watch keeps: how far it is, what gathers, the counters of open incidents, and the threat level. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import { threatLevels } from '../../../shared/contract/incidents.ts'
import type { Note, Readable, SqlParams } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { Cluster, Known } from './fold-entries.ts'
import { severityOf } from './incident.store.ts'
import type { Level } from './threat-level.ts'

interface WatchRow {
  sequence: number
  level: Level
  levelSinceMs: number
}

export const watchOf = (db: Readable): WatchRow => {
  const row = db.get<{ sequence: number; level: string; since: number }>(
    'SELECT sequence, level, level_since_ms AS since FROM incident_watch',
  )!
  return { sequence: row.sequence, level: threatLevels.find((level) => level === row.level) ?? 'normal', levelSinceMs: row.since }
}

/** Newer ones than this that are of one kind there never are: see `mostSiblings`. */
const mostKnown = 500

interface OpenRow {
  id: string
  key: string
  what: string
  title: string
  action: string
  threatClass: string | null
  source: string
  severity: number
  firstAtMs: number
  lastAtMs: number
  firstSequence: number
  lastSequence: number
  entries: number
  events: number
  newest: string
}

/** Open incidents of these kinds with an entry since `sinceMs`, and what gathers. */
export const knownOf = (db: Readable, whats: readonly string[], sinceMs: number): Known => {
  const params = { whats: JSON.stringify(whats), sinceMs, limit: mostKnown }
  const open = db.all<OpenRow & { number: number }>(
    `SELECT id, number, key, what, title, action, threat_class AS threatClass, source, severity, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs,
     first_sequence AS firstSequence, last_sequence AS lastSequence, entries, events, newest FROM incident
     WHERE closed_at_ms IS NULL AND what IN (SELECT value FROM json_each(@whats)) AND last_at_ms >= @sinceMs ORDER BY number DESC LIMIT @limit`,
    params,
  )
  const gathering = db.all<{ cluster: string }>(
    'SELECT cluster FROM incident_gathering WHERE what IN (SELECT value FROM json_each(@whats)) AND last_at_ms >= @sinceMs LIMIT @limit',
    params,
  )
  return {
    open: open.toReversed().map(({ id, number: _, severity, newest, ...rest }) => ({
      id,
      cluster: { ...rest, severity: severityOf(severity), newest: JSON.parse(newest) as number[] },
    })),
    gathering: gathering.map(({ cluster }) => JSON.parse(cluster) as Cluster),
  }
}

const grown = defineNote(
  'incident',
  `UPDATE incident SET title = @title, source = @source, severity = @severity, first_at_ms = @firstAtMs, last_at_ms = @lastAtMs, last_sequence = @lastSequence, entries = @entries, events = @events, newest = @newest WHERE id = @id`,
)
const gathered = defineNote(
  'incident_gathering',
  'INSERT OR REPLACE INTO incident_gathering (key, what, last_at_ms, cluster) VALUES (@key, @what, @lastAtMs, @cluster)',
)
const promoted = defineNote('incident_gathering', 'DELETE FROM incident_gathering WHERE key = @key')
const forgotten = defineNote('incident_gathering', 'DELETE FROM incident_gathering WHERE last_at_ms < @beforeMs')
const watched = defineNote('incident_watch', 'UPDATE incident_watch SET sequence = @sequence WHERE only = 1')
const levelled = defineNote('incident_watch', 'UPDATE incident_watch SET level = @level, level_since_ms = @sinceMs WHERE only = 1')

export type Noted = [Note, SqlParams]

export const noteGrown = (id: string, cluster: Cluster): Noted => {
  const { title, source, firstAtMs, lastAtMs, lastSequence, entries, events } = cluster
  const severity = severities.indexOf(cluster.severity)
  const newest = JSON.stringify(cluster.newest)
  return [grown, { id, title, source, severity, firstAtMs, lastAtMs, lastSequence, entries, events, newest }]
}
export const noteGathered = (cluster: Cluster): Noted => [
  gathered,
  { key: cluster.key, what: cluster.what, lastAtMs: cluster.lastAtMs, cluster: JSON.stringify(cluster) },
]
export const notePromoted = (key: string): Noted => [promoted, { key }]
/** What has not grown since then never becomes an incident. */
export const noteForgotten = (beforeMs: number): Noted => [forgotten, { beforeMs }]
export const noteWatched = (sequence: number): Noted => [watched, { sequence }]
export const noteLevel = (level: Level, sinceMs: number): Noted => [levelled, { level, sinceMs }]
