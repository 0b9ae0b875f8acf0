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
  keychain_entry: {
    columns: 'any',
    why: 'Ids of entries in the keychain, noted before they are written, so that a crash leaves none forgotten. They open nothing.',
  },
}

const anyStatement = /^(?:UPDATE|INSERT (?:OR (?:IGNORE|REPLACE) )?INTO|DELETE FROM) (\w+)\b/i
/** Plain assignments only: in an expression a column could hide that is not on the list. */
const plainUpdate = /^UPDATE (\w+) SET (\w+ = @\w+(?:, \w+ = @\w+)*) WHERE /i

const tableWritten = (text: string, { columns }: NoteTable): string | undefined => {
  if (columns === 'any') return anyStatement.exec(text)?.[1]
  const [, table, assignments] = plainUpdate.exec(text) ?? []
  const set = assignments?.split(', ').map((assignment) => assignment.split(' = ')[0]!)
  return set?.every((column) => columns.includes(column)) ? table : undefined
}

/** Throws where the statement is not one that the list allows. */
export const defineNote = (table: keyof typeof noteTables & string, sql: string): Note => {
  const allowed = noteTables[table]
  if (!allowed) throw new Error(`No note may write ${table}: add it to noteTables with a reason.`)
  const text = sql.trim()
  if (tableWritten(text, allowed) !== table) throw new Error(`A note on ${table} may not run: ${text}`)
  return { sql: text } as Note
}
