/** Door 3, narrow by list: the tables and columns that bookkeeping may write without an entry in the log, each with its reason. */
import type { Note } from './database.ts'

interface NoteTable {
  /** What UPDATE may set; 'any' also allows INSERT and DELETE. */
  columns: readonly string[] | 'any'
  why: string
}

export const noteTables: Record<string, NoteTable> = {
  session: { columns: ['last_input_at_ms'], why: 'A person moved the mouse: it grants nothing that was not granted.' },
  sign_in_failure: { columns: 'any', why: 'Counters by name that slow guessing down; each refusal and each lock has its own entry.' },
}

const update = /^UPDATE (\w+) SET (.+?) WHERE /is
const insertOrDelete = /^(?:INSERT (?:OR (?:IGNORE|REPLACE) )?INTO|DELETE FROM) (\w+)\b/i

/** Throws where the statement is not one that the list allows. */
export const defineNote = (table: keyof typeof noteTables & string, sql: string): Note => {
  const allowed = noteTables[table]
  if (!allowed) throw new Error(`No note may write ${table}: add it to noteTables with a reason.`)
  const text = sql.trim()
  const updated = update.exec(text)
  if (updated) {
    const columns = updated[2]!.split(',').map((part) => part.split('=')[0]!.trim())
    if (updated[1] === table && (allowed.columns === 'any' || columns.every((column) => allowed.columns.includes(column))))
      return { sql: text } as Note
  } else if (insertOrDelete.exec(text)?.[1] === table && allowed.columns === 'any') return { sql: text } as Note
  throw new Error(`A note on ${table} may not run: ${text}`)
}
