/** Reads stretches of the log for the worker that indexes it: only what an index is made of, in as few values as can be. */
import type { Connection } from '../connection.ts'
import { countWithin, momentWithin } from './read-entries.ts'
import type { CountedEntry } from './part-counts.ts'

/** A row of log_entry with its words as ids. */
export interface IndexRow extends CountedEntry {
  targetKind: number | null
  /** Hexadecimal. */
  requestId: string | null
  /** Its detail, `textSeparator`, and all its other texts that are no words of the dictionary. */
  text: string
}

/** Stands in no detail: JSON knows it by its escape alone. */
export const textSeparator = '\u001f'

export interface Stretch {
  /** Oldest first. */
  rows: IndexRow[]
  /** Of the newest of them, hexadecimal; empty where there is none. */
  lastHash: string
}

export interface RowReading {
  /** At most `limit` entries above `after` up to `until`, as they are at one moment. */
  between(after: number, until: number, limit: number): Stretch
}

type Value = [
  sequence: number,
  atMs: number,
  severity: number,
  outcome: number,
  action: number,
  actor: number,
  source: number,
  targetKind: number | null,
  threatClass: number | null,
  requestId: string | null,
  count: number,
  text: string,
]

const rowOf = ([
  sequence,
  atMs,
  severity,
  outcome,
  action,
  actor,
  source,
  targetKind,
  threatClass,
  requestId,
  count,
  text,
]: Value): IndexRow => ({
  sequence,
  atMs: momentWithin(atMs),
  severity,
  outcome,
  action,
  actor,
  source,
  targetKind,
  threatClass,
  requestId,
  count: countWithin(count),
  text,
})

export const createRowReading = (connection: Connection): RowReading => {
  // One long text is read in half the time of four: each value that crosses to JavaScript has its price.
  const read = connection
    .prepare<[after: number, until: number, limit: number], Value>(
      `/* log index, read rows */ SELECT sequence, at_ms, severity, outcome, action, actor, source, target_kind, threat_class,
         iif(request_id IS NULL, NULL, hex(request_id)), count,
         detail || char(31) || message || ' ' || ifnull(target_id, '') || ' ' || ifnull(target_name, '')
       FROM log_entry WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`,
    )
    .raw()
  const hashAt = connection.prepare<[sequence: number], string>('SELECT lower(hex(hash)) FROM log_entry WHERE sequence = ?').pluck()
  const readAtOnce = connection.transaction((after: number, until: number, limit: number): Stretch => {
    const rows = read.all(after, until, limit).map(rowOf)
    return { rows, lastHash: rows.length === 0 ? '' : hashAt.get(rows.at(-1)!.sequence)! }
  })
  return { between: (after, until, limit) => readAtOnce(after, until, limit) }
}
