/** Reads stretches of the log to hold its index against them: rows as they are stored, and the words of the dictionary by their ids. */
import type { Readable } from '../database.ts'
import { uuidOf } from '../log-entry.ts'
import type { IndexedEntry } from './entry-terms.ts'
import { searchedTexts } from './entry-terms.ts'

/** A row of log_entry with its words as ids. */
interface EntryRow {
  sequence: number
  atMs: number
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  targetKind: number | null
  targetId: string | null
  targetName: string | null
  threatClass: number | null
  /** Hexadecimal, as is the hash. */
  requestId: string | null
  count: number
  message: string
  detail: string
  hash: string
}

/** Figures that only another program can have put there are brought within what SQLite and JavaScript both can hold. */
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
const farthestMs = 8_640_000_000_000_000
const mostEvents = 2 ** 40
export const momentWithin = (atMs: number): number => within(atMs, -farthestMs, farthestMs)
export const countWithin = (count: number): number => within(count, 1, mostEvents)

/** At most `limit` entries above `after` up to `until`, oldest first. */
const rowsBetween = (log: Readable, after: number, until: number, limit: number): EntryRow[] => {
  const rows = log.all<EntryRow>(
    `/* log index, read entries */ SELECT sequence, at_ms AS atMs, severity, outcome, action, actor, source, target_kind AS targetKind,
       target_id AS targetId, target_name AS targetName, threat_class AS threatClass,
       iif(request_id IS NULL, NULL, lower(hex(request_id))) AS requestId, count, message, detail, lower(hex(hash)) AS hash
     FROM log_entry WHERE sequence > @after AND sequence <= @until ORDER BY sequence LIMIT @limit`,
    { after, until, limit },
  )
  for (const row of rows) {
    row.atMs = momentWithin(row.atMs)
    row.count = countWithin(row.count)
  }
  return rows
}

export interface Words {
  text(id: number): string
  /** An actor's name. */
  actor(id: number): string
}

const keptWords = 100_000

export const createWords = (log: Readable): Words => {
  const reading = (sql: string) => {
    const kept = new Map<number, string>()
    return (id: number): string => {
      const known = kept.get(id)
      if (known !== undefined) return known
      // A word that is gone was taken away by another program: there is nothing to find it by.
      const word = log.get<{ word: string }>(sql, { id })?.word ?? ''
      if (kept.size >= keptWords) kept.clear()
      kept.set(id, word)
      return word
    }
  }
  return {
    text: reading('SELECT text AS word FROM log_text WHERE id = @id'),
    actor: reading('SELECT name AS word FROM log_actor WHERE id = @id'),
  }
}

export interface ReadEntry extends IndexedEntry {
  sequence: number
  atMs: number
  hash: string
}

export interface EntryReading {
  /** At most `limit` entries above `after` up to `until`, oldest first. */
  between(after: number, until: number, limit: number): ReadEntry[]
}

/** Entries with their texts apart, for who holds the index against the log. */
export const createEntryReading = (log: Readable): EntryReading => {
  const words = createWords(log)
  const textOrNull = (id: number | null) => (id === null ? null : words.text(id))
  return {
    between: (after, until, limit) =>
      rowsBetween(log, after, until, limit).map((row) => ({
        ...row,
        texts: searchedTexts({
          message: row.message,
          action: words.text(row.action),
          actorName: words.actor(row.actor),
          source: words.text(row.source),
          targetKind: textOrNull(row.targetKind),
          targetId: row.targetId,
          targetName: row.targetName,
          threatClass: textOrNull(row.threatClass),
          requestId: uuidOf(row.requestId),
          detail: row.detail,
        }),
      })),
  }
}
