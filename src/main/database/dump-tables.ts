/** Reads tables as lines of JSON, a page at a time: memory stays flat however large they are. Inside one read transaction they are of one moment. */
import type { Readable, SqlValue } from './database.ts'
import type { EndLine, TableLine } from './table-lines.ts'
import { rowLine } from './table-lines.ts'

export interface TableOfDump {
  name: string
  columns: string[]
  rows: number
  hasRowid: boolean
}

/** Few enough that rows of a megabyte each do no harm. */
const pageRows = 64
/** A column of ours could be named rowid; none is named so. */
const place = 'place of the row'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const columnsOf = (db: Readable, table: string): string[] =>
  db.all<{ name: string }>('SELECT name FROM pragma_table_xinfo(@table) WHERE hidden = 0 ORDER BY cid', { table }).map(({ name }) => name)

/** In the order in which they were made. */
export const tablesOf = (db: Readable): string[] =>
  db
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
    .map(({ name }) => name)

export const countRows = (db: Readable, table: string): number =>
  db.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${quoted(table)}`)!.rows

export const tableOfDump = (db: Readable, name: string): TableOfDump => ({
  name,
  columns: columnsOf(db, name),
  rows: countRows(db, name),
  hasRowid: db.get<{ wr: number }>('SELECT wr FROM pragma_table_list(@name)', { name })?.wr === 0,
})

type Row = Record<string, SqlValue>

/** Pages of rows: by rowid, or by their place where a table has none, as only small ones do. */
function* pagesOf(db: Readable, { name, columns, hasRowid }: TableOfDump): Generator<Row[]> {
  const names = columns.map(quoted).join(', ')
  const sql = hasRowid
    ? `SELECT rowid AS ${quoted(place)}, ${names} FROM ${quoted(name)} WHERE rowid > @after ORDER BY rowid LIMIT ${pageRows}`
    : `SELECT ${names} FROM ${quoted(name)} LIMIT ${pageRows} OFFSET @after`
  for (let after: SqlValue = hasRowid ? Number.MIN_SAFE_INTEGER : 0; ;) {
    const page: Row[] = db.all<Row>(sql, { after })
    if (page.length > 0) yield page
    if (page.length < pageRows) return
    after = hasRowid ? page.at(-1)![place]! : (after as number) + page.length
  }
}

/** Text of whole lines, page by page, with how many rows it holds. */
export function* dumpTables(db: Readable, tables: readonly TableOfDump[]): Generator<{ text: string; rows: number }> {
  let total = 0
  for (const table of tables) {
    yield { text: `${JSON.stringify({ table: table.name, columns: table.columns } satisfies TableLine)}\n`, rows: 0 }
    for (const page of pagesOf(db, table)) {
      total += page.length
      yield { text: page.map((row) => `${rowLine(table.columns.map((column) => row[column]!))}\n`).join(''), rows: page.length }
    }
  }
  yield { text: `${JSON.stringify({ rows: total } satisfies EndLine)}\n`, rows: 0 }
}
