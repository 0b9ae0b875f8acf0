/** The trees of pages that a database file is made of, one a table and one an index: their sizes, and whether they are sound. */
import type { Connection } from '../../database/connection.ts'
import { storageFaultOf } from '../../database/sqlite-errors.ts'

export interface Tree {
  name: string
  /** Of an index: its table. */
  of: string | null
}

const mostFindings = 100

export const treesOf = (connection: Connection): Tree[] => [
  { name: 'sqlite_schema', of: null },
  ...(connection
    .prepare(`SELECT name, iif(type = 'index', tbl_name, NULL) AS "of" FROM sqlite_schema WHERE rootpage > 0 ORDER BY rowid`)
    .all() as Tree[]),
]

/** Visits every page of it in one read: SQLite cannot be asked for a part of a tree. */
export const sizeOfTree = (connection: Connection, name: string) =>
  connection
    .prepare(`SELECT coalesce(sum(pgsize), 0) AS bytes, coalesce(sum(unused), 0) AS unusedBytes FROM dbstat('main', 1) WHERE name = @name`)
    .get({ name }) as { bytes: number; unusedBytes: number }

/** Of a table with its indexes, in one read for the same reason; of `sqlite_schema` the free pages too. Empty: it is sound. */
export const checkTree = (connection: Connection, name: string): string[] => {
  try {
    const found = connection.pragma(`quick_check("${name.replaceAll('"', '""')}")`) as { quick_check: string }[]
    return found
      .map((row) => row.quick_check)
      .filter((line) => line !== 'ok')
      .slice(0, mostFindings)
  } catch (error) {
    if (storageFaultOf(error) !== 'corrupt' || !(error instanceof Error)) throw error
    return [error.message]
  }
}
