/** Gathers rows of log_entry and inserts them several at a time: a statement for each row alone costs a quarter more. */
import type { SqlValue, Writable } from './database.ts'

/** In the order of the columns. Hexadecimal text where the table holds bytes: SQLite turns it into them at half the cost. */
export interface EntryRow {
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
  /** A UUID. */
  requestId: string | null
  count: number
  message: string
  detail: string
  hash: string
}

const columns =
  'sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, message, detail, hash'
const width = 16
const oneRow = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?, '-'), ?, ?, ?, unhex(?))"
const atOnce = 10
const insertOne = `INSERT INTO log_entry (${columns}) VALUES ${oneRow}`
const insertSeveral = `INSERT INTO log_entry (${columns}) VALUES ${Array<string>(atOnce).fill(oneRow).join(', ')}`

export interface EntryRows {
  add(row: EntryRow): void
  /** Inserts what is left. */
  end(): void
}

export const createEntryRows = (tx: Writable): EntryRows => {
  const values = Array<SqlValue>(atOnce * width).fill(null)
  let filled = 0
  return {
    add: (row) => {
      let at = filled
      values[at++] = row.sequence
      values[at++] = row.atMs
      values[at++] = row.severity
      values[at++] = row.outcome
      values[at++] = row.action
      values[at++] = row.actor
      values[at++] = row.source
      values[at++] = row.targetKind
      values[at++] = row.targetId
      values[at++] = row.targetName
      values[at++] = row.threatClass
      values[at++] = row.requestId
      values[at++] = row.count
      values[at++] = row.message
      values[at++] = row.detail
      values[at++] = row.hash
      filled = at
      if (filled < values.length) return
      filled = 0
      tx.run(insertSeveral, values)
    },
    end: () => {
      for (let from = 0; from < filled; from += width) tx.run(insertOne, values.slice(from, from + width))
      filled = 0
    },
  }
}
