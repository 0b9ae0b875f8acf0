/**
 * A copy of some tables in memory, to try an index on: nothing of it ever lies on a disk, so nothing is left after a crash,
 * and what a query does not read is not copied.
 */
import Sqlite from 'better-sqlite3'
import type { Connection } from './connection.ts'

export interface CopiedTable {
  name: string
  rows: number
  /** False: the newest rows alone. */
  all: boolean
}

interface SchemaRow {
  type: string
  name: string
  tbl_name: string
  sql: string | null
  rowid: number
}

/** Of 4 KiB: a table of long rows is cut off at 128 MiB. */
const maxPages = 32_768

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const schemaOf = (source: Connection, tables: ReadonlySet<string>): SchemaRow[] =>
  (source.prepare('SELECT type, name, tbl_name, sql, rowid FROM sqlite_schema ORDER BY rowid').all() as SchemaRow[]).filter(
    ({ type, tbl_name: table, sql }) => (type === 'table' || type === 'index') && tables.has(table) && sql !== null,
  )

/** Columns that hold what was given, not what is made from others. */
const plainColumns = (source: Connection, table: string): string[] =>
  (source.pragma(`table_xinfo(${quoted(table)})`) as { name: string; hidden: number }[])
    .filter(({ hidden }) => hidden === 0)
    .map(({ name }) => name)

const hasRowid = (source: Connection, table: string): boolean =>
  (source.pragma(`table_list(${quoted(table)})`) as { wr: number }[])[0]?.wr === 0

const copyRows = (source: Connection, copy: Connection, table: string, maxRows: number): CopiedTable => {
  const columns = plainColumns(source, table).map(quoted)
  const newestFirst = hasRowid(source, table) ? 'ORDER BY rowid DESC' : ''
  const read = source
    .prepare(`SELECT ${columns.join(', ')} FROM ${quoted(table)} ${newestFirst} LIMIT ?`)
    .raw()
    .safeIntegers()
  const insert = copy.prepare(`INSERT INTO ${quoted(table)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  let rows = 0
  // Each row commits by itself: a full database rolls back what is under way.
  try {
    for (const row of read.iterate(maxRows + 1) as IterableIterator<unknown[]>) {
      if (rows === maxRows) return { name: table, rows, all: false }
      insert.run(row)
      rows += 1
    }
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_FULL') throw error
    return { name: table, rows, all: false }
  }
  return { name: table, rows, all: true }
}

/** Tables that a copy can be made of: no views, no virtual ones and none that belong to one. */
export const copyableTables = (source: Connection): string[] =>
  (source.pragma('table_list') as { schema: string; name: string; type: string }[])
    .filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name }) => name)

/** With the indexes of the tables and without their triggers. To be closed by the caller. `maxRows` 0: the tables alone. */
export const openTrialCopy = (
  source: Connection,
  tables: readonly string[],
  maxRows: number,
): { copy: Connection; tables: CopiedTable[] } => {
  const copy = new Sqlite(':memory:')
  try {
    copy.pragma(`max_page_count = ${maxPages}`)
    copy.pragma('foreign_keys = OFF')
    copy.pragma('temp_store = MEMORY')
    copy.pragma('trusted_schema = OFF')
    for (const { sql } of schemaOf(source, new Set(tables))) copy.exec(sql!)
    const copied = tables.map((table) => copyRows(source, copy, table, maxRows))
    return { copy, tables: copied }
  } catch (error) {
    copy.close()
    throw error
  }
}
