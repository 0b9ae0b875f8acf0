/** Gathers rows of log_entry and inserts them several at a time: a statement for each row alone costs a quarter more. */
import type { SqlValue, Writable } from './database.ts'

/** In the order of the columns. */
export type EntryValues = readonly [
  sequence: number,
  atMs: number,
  severity: number,
  outcome: number,
  action: number,
  actor: number,
  source: number,
  targetKind: number | null,
  targetId: string | null,
  targetName: string | null,
  threatClass: number | null,
  requestId: Uint8Array | null,
  count: number,
  message: string,
  detail: string,
  hash: Uint8Array,
]

const columns =
  'sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, message, detail, hash'
const oneRow = `(${columns.replaceAll(/\w+/g, '?')})`
const atOnce = 10
const insertOne = `INSERT INTO log_entry (${columns}) VALUES ${oneRow}`
const insertSeveral = `INSERT INTO log_entry (${columns}) VALUES ${Array<string>(atOnce).fill(oneRow).join(', ')}`

export interface EntryRows {
  add(...values: EntryValues): void
  /** Inserts what is left. */
  end(): void
}

export const createEntryRows = (tx: Writable): EntryRows => {
  let values: SqlValue[] = []
  const width = columns.split(',').length
  return {
    add: (...row) => {
      values.push(...row)
      if (values.length < atOnce * width) return
      tx.run(insertSeveral, values)
      values = []
    },
    end: () => {
      for (let from = 0; from < values.length; from += width) tx.run(insertOne, values.slice(from, from + width))
      values = []
    },
  }
}
