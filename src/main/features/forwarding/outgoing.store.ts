/** Reads from the log what is to be sent on: entries above a position, and the newest signed head among them. */
import { systemClock } from '../../../ports/clock.ts'
import { genesisHash } from '../../database/chain.ts'
import type { Readable } from '../../database/database.ts'
import { entryOf, entryTables, wholeColumns } from '../../database/log-entry.ts'
import type { WholeRow } from '../../database/log-entry.ts'
import { horizonSequence, newestSequence } from '../../database/log-ends.ts'
import type { OutgoingEntry, OutgoingHead } from './outgoing.ts'

export interface OutgoingInput {
  after: number
  /** 0 info to 4 critical. */
  leastSeverity: number
  maxEntries: number
  maxBytes: number
  headAfter: number
  budgetMs: number
  /** A batch that was on its way already: the same entries again, and the same head (0: none). */
  again: { until: number; head: number } | null
}

export interface OutgoingSlice {
  entries: OutgoingEntry[]
  head: OutgoingHead | null
  /** Everything up to here was looked at. */
  through: number
  reachedEnd: boolean
  /** Entries up to here are gone; above `after`, some were dropped that should have been here. */
  horizon: number
}

interface Row extends WholeRow {
  previous_hash: string | null
}

/** So many rows are held at once before their size is known. */
const pageRows = 50
/** Looked through at once where few are severe enough. */
const windowEntries = 5_000
/** What each entry takes besides its texts, about. */
const entryBytes = 900

const selectOutgoing = `
SELECT ${wholeColumns},
  coalesce(
    (SELECT lower(hex(previous.hash)) FROM log_entry previous WHERE previous.sequence < e.sequence ORDER BY previous.sequence DESC LIMIT 1),
    (SELECT horizon.hash FROM log_horizon horizon)) AS previous_hash
FROM ${entryTables}`

/** One whose word was taken away is sent on all the same; its hash tells. */
const outgoingOf = (row: Row): OutgoingEntry => ({
  ...entryOf(row),
  detail: row.detail,
  hash: row.hash,
  previousHash: row.previous_hash ?? genesisHash,
})

const bytesOf = (row: Row): number => entryBytes + row.message.length + row.detail.length

/** When the oldest entry above `after` was made; null where there is none. */
export const firstTimeAfter = (db: Readable, after: number): number | null =>
  db.get<{ at_ms: number }>('SELECT at_ms FROM log_entry WHERE sequence > @after ORDER BY sequence LIMIT 1', { after })?.at_ms ?? null

interface HeadRow extends Omit<OutgoingHead, 'signature'> {
  signature: Uint8Array
}
const newestHead = (db: Readable, after: number, until: number): OutgoingHead | null => {
  const row = db.get<HeadRow>(
    `SELECT sequence, at_ms AS atMs, hash, key_id AS keyId, signature, horizon_sequence AS horizonSequence, horizon_hash AS horizonHash
     FROM log_head WHERE sequence > @after AND sequence <= @until ORDER BY sequence DESC LIMIT 1`,
    { after, until },
  )
  return row ? { ...row, signature: Buffer.from(row.signature).toString('base64') } : null
}

const page = (db: Readable, after: number, until: number, leastSeverity: number, limit: number): Row[] =>
  db.all<Row>(
    `${selectOutgoing} WHERE e.sequence > @after AND e.sequence <= @until AND e.severity >= @leastSeverity ORDER BY e.sequence LIMIT @limit`,
    { after, until, leastSeverity, limit },
  )

/** One slice, upwards: until the batch is full, the end is reached or the time is up. */
export const readOutgoing = (db: Readable, input: OutgoingInput): OutgoingSlice => {
  const { leastSeverity, again } = input
  const started = systemClock.monotonic()
  const last = again?.until ?? newestSequence(db)
  const rows: Row[] = []
  let bytes = 0
  let through = input.after
  let full = false
  while (through < last && !full) {
    const until = Math.min(last, through + windowEntries)
    const limit = again ? pageRows : Math.min(pageRows, input.maxEntries - rows.length)
    const found = page(db, through, until, leastSeverity, limit)
    through = found.length < limit ? until : through
    for (const row of found) {
      bytes += bytesOf(row)
      full = !again && rows.length > 0 && bytes > input.maxBytes
      if (full) {
        through = rows.at(-1)!.sequence
        break
      }
      rows.push(row)
      through = Math.max(through, row.sequence)
    }
    if (!again && (rows.length >= input.maxEntries || systemClock.monotonic() - started > input.budgetMs)) break
  }
  const head =
    again === null ? newestHead(db, input.headAfter, through) : again.head === 0 ? null : newestHead(db, again.head - 1, again.head)
  // Looked at last: what was dropped meanwhile is noticed.
  return { entries: rows.map(outgoingOf), head, through, reachedEnd: through >= last, horizon: horizonSequence(db) }
}
