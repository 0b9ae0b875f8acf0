/** What retention looks at: the oldest hours above the horizon, and the time that the log itself tells. */
import type { Readable } from '../../database/database.ts'
import { utc } from './head-break.ts'
import type { HourSpan } from './next-horizon.ts'
import { showableTime } from '../../database/showable-figures.ts'

/** By their first sequence; at most so many. */
export const oldestHours = (db: Readable, limit: number): HourSpan[] =>
  db.all<HourSpan>(
    `SELECT hour, first_sequence AS firstSequence, last_sequence AS lastSequence FROM log_hour
     WHERE last_sequence > (SELECT sequence FROM log_horizon) ORDER BY first_sequence LIMIT @limit`,
    { limit },
  )

/** The beginning of the newest hour with entries that was over at least `agoMs` before; null where there is none. */
export const newestHourBefore = (db: Readable, nowMs: number, agoMs: number): number | null =>
  db.get<{ hour: number }>('SELECT hour FROM log_hour WHERE hour <= @untilMs ORDER BY hour DESC LIMIT 1', {
    untilMs: nowMs - agoMs - 3_600_000,
  })?.hour ?? null

export const raisedAtMs = (db: Readable): number | null =>
  db.get<{ raised: number | null }>('SELECT raised_at_ms AS raised FROM log_horizon')?.raised ?? null

export const oldestKeptAtMs = (db: Readable): number | null =>
  db.get<{ atMs: number }>(
    'SELECT at_ms AS atMs FROM log_entry WHERE sequence > (SELECT sequence FROM log_horizon) ORDER BY sequence LIMIT 1',
  )?.atMs ?? null

/** Whether something below the horizon still waits to be deleted. */
export const isLeftBelow = (db: Readable): boolean =>
  db.get('SELECT 1 FROM log_entry WHERE sequence <= (SELECT sequence FROM log_horizon) LIMIT 1') !== undefined

/** A plain sentence where retention dropped this entry, whether or not it is deleted already; null where it did not. */
export const droppedAs = (db: Readable, sequence: number): string | null => {
  const horizon = db.get<{ sequence: number; raised: number | null }>('SELECT sequence, raised_at_ms AS raised FROM log_horizon')
  if (!horizon || sequence > horizon.sequence) return null
  const when = horizon.raised === null ? '' : ` on ${utc(showableTime(horizon.raised))}`
  return `Entry ${sequence} is no longer kept: retention dropped the entries up to ${horizon.sequence}${when}.`
}
