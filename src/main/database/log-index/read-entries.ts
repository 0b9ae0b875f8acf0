/** Reads stretches of the log for its index: rows as they are stored, with the words of the dictionary kept by their ids. */
import type { Readable } from '../database.ts'
import type { IndexedEntry } from './entry-terms.ts'
import { searchedTexts } from './entry-terms.ts'

export interface ReadEntry extends IndexedEntry {
  sequence: number
  atMs: number
  /** Hexadecimal. */
  hash: string
}

interface Row {
  sequence: number
  at_ms: number
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  target_kind: number | null
  target_id: string | null
  target_name: string | null
  threat_class: number | null
  request_id: string | null
  count: number
  message: string
  detail: string
}

const keptWords = 100_000

const uuidOf = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

/** Figures that only another program can have put there are brought within what SQLite and JavaScript both can hold. */
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
const farthestMs = 8_640_000_000_000_000

export interface EntryReading {
  /** At most `limit` entries above `after` up to `until`, oldest first. */
  between(after: number, until: number, limit: number): ReadEntry[]
}

export const createEntryReading = (log: Readable): EntryReading => {
  const texts = new Map<number, string>()
  const actors = new Map<number, string>()
  const wordOf = (kept: Map<number, string>, sql: string, id: number): string => {
    const known = kept.get(id)
    if (known !== undefined) return known
    // A word that is gone was taken away by another program: there is nothing to find it by.
    const word = log.get<{ word: string }>(sql, { id })?.word ?? ''
    if (kept.size >= keptWords) kept.clear()
    kept.set(id, word)
    return word
  }
  const textOf = (id: number) => wordOf(texts, 'SELECT text AS word FROM log_text WHERE id = @id', id)
  const textOrNull = (id: number | null) => (id === null ? null : textOf(id))

  const entryOf = (row: Row & { hash: string }): ReadEntry => ({
    sequence: row.sequence,
    atMs: within(row.at_ms, -farthestMs, farthestMs),
    severity: row.severity,
    outcome: row.outcome,
    action: row.action,
    actor: row.actor,
    source: row.source,
    threatClass: row.threat_class,
    requestId: row.request_id,
    count: within(row.count, 1, 2 ** 40),
    texts: searchedTexts({
      message: row.message,
      action: textOf(row.action),
      actorName: wordOf(actors, 'SELECT name AS word FROM log_actor WHERE id = @id', row.actor),
      source: textOf(row.source),
      targetKind: textOrNull(row.target_kind),
      targetId: row.target_id,
      targetName: row.target_name,
      threatClass: textOrNull(row.threat_class),
      requestId: row.request_id === null ? null : uuidOf(row.request_id),
      detail: row.detail,
    }),
    hash: row.hash,
  })

  return {
    between: (after, until, limit) =>
      log
        .all<Row & { hash: string }>(
          `/* log index, read entries */ SELECT sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name,
             threat_class, iif(request_id IS NULL, NULL, lower(hex(request_id))) AS request_id, count, message, detail, lower(hex(hash)) AS hash
           FROM log_entry WHERE sequence > @after AND sequence <= @until ORDER BY sequence LIMIT @limit`,
          { after, until, limit },
        )
        .map(entryOf),
  }
}
