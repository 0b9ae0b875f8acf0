/** Which stretches of the log a search goes through, newest first: those that the index answers for, and those it does not. */
import type { Readable } from '../../database/database.ts'
import type { IndexPart, LogIndex } from '../../database/log-index/log-index.ts'
import { sequencesOf } from './audit-filter.store.ts'
import { logBounds } from './audit.store.ts'

export interface Stretch {
  /** Sequences, both included. */
  low: number
  high: number
  /** Null where the log itself is looked through. */
  part: IndexPart | null
}

export interface TimeRange {
  fromMs: number | null
  /** Not included. */
  toMs: number | null
}

export const minuteMs = 60_000

/** Newest first, without a gap. */
const divide = (low: number, high: number, parts: readonly IndexPart[]): Stretch[] => {
  const stretches: Stretch[] = []
  let top = high
  for (const part of parts) {
    const reach = Math.min(part.indexedSequence, top)
    if (reach < part.firstSequence || reach < low) continue
    if (top > reach) stretches.push({ low: reach + 1, high: top, part: null })
    const first = Math.max(part.firstSequence, low)
    stretches.push({ low: first, high: reach, part })
    top = first - 1
  }
  if (top >= low) stretches.push({ low, high: top, part: null })
  return stretches
}

/** Entries below `before`, as far as the time range may reach; empty where there are none. */
export const stretchesOf = (db: Readable, index: LogIndex, { fromMs, toMs }: TimeRange, before: number | null): Stretch[] => {
  const bounds = logBounds(db)
  if (bounds.lastSequence === 0) return []
  const range = fromMs === null && toMs === null ? { low: bounds.firstSequence, high: bounds.lastSequence } : sequencesOf(db, fromMs, toMs)
  if (range === null) return []
  const low = Math.max(range.low, bounds.firstSequence)
  const high = Math.min(range.high, bounds.lastSequence, (before ?? Number.MAX_SAFE_INTEGER) - 1)
  return high < low ? [] : divide(low, high, index.parts())
}

/** The stretch as narrow as the index knows the time range to lie in it; null where none of it does. */
export const narrowStretch = (stretch: Stretch, { fromMs, toMs }: TimeRange): Stretch | null => {
  if (stretch.part === null || (fromMs === null && toMs === null)) return stretch
  const from = fromMs ?? Number.MIN_SAFE_INTEGER
  const to = toMs ?? Number.MAX_SAFE_INTEGER
  const { db } = stretch.part
  const ends = db.get<{ first: number | null; last: number | null }>(
    'SELECT (SELECT min(minute) FROM minute) AS first, (SELECT max(minute) FROM minute) AS last',
  )
  if (!ends || ends.first === null || ends.last === null) return null
  if (from <= ends.first && to >= ends.last + minuteMs) return stretch
  const found = db.get<{ low: number | null; high: number | null }>(
    'SELECT min(first_sequence) AS low, max(last_sequence) AS high FROM minute WHERE minute > @from AND minute < @to',
    { from: from - minuteMs, to },
  )
  if (!found || found.low === null || found.high === null) return null
  const low = Math.max(stretch.low, found.low)
  const high = Math.min(stretch.high, found.high)
  return high < low ? null : { ...stretch, low, high }
}
