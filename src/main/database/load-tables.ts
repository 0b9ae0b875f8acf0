/**
 * Fills a new database file from lines of tables. Its schema is made by our own steps up to the version of the lines, then
 * brought to the newest: no statement of a file that somebody brought is ever run, only values are taken from it.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Connection } from './connection.ts'
import { handleOf } from './connection.ts'
import type { Writable } from './database.ts'
import { columnsOf, tablesOf } from './dump-tables.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'
import { CorruptDatabase } from './sqlite-errors.ts'
import { valueOf } from './table-lines.ts'

export interface TableLoader {
  /** One line, without its end. Lines that are no table's are passed over. Throws where it fits no table of that version. */
  take(line: string): void
  /** Triggers, newer steps, and SQLite's own checks; the file is on the disk then, and closed. `also` may write before that. Throws `CorruptDatabase`. */
  finish(also?: (tx: Writable) => void): void
  /** Closes a file that is of no use. */
  abandon(): void
}

interface Trigger {
  name: string
  sql: string
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const check = (connection: Connection): void => {
  const sound = connection.pragma('integrity_check(1)', { simple: true })
  if (sound !== 'ok') throw new CorruptDatabase(String(sound))
  if ((connection.pragma('foreign_key_check') as unknown[]).length > 0)
    throw new CorruptDatabase('A row refers to another that is not there.')
}

const syncFile = (path: string): void => {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** `path` is an empty file of its owner, or none. `version`: of the lines, at most that of the newest step. */
export const loadTables = (path: string, migrations: readonly Migration[], version: number): TableLoader => {
  const connection = new Sqlite(path)
  try {
    connection.pragma('auto_vacuum = INCREMENTAL')
    // A crash leaves a file that nobody uses.
    connection.pragma('journal_mode = OFF')
    connection.pragma('synchronous = OFF')
    connection.pragma('trusted_schema = OFF')
    connection.pragma('temp_store = MEMORY')
    connection.pragma('foreign_keys = OFF')
    migrate(
      connection,
      migrations.filter(({ id }) => id <= version),
      null,
    )
    const tx = handleOf(connection)
    const triggers = tx.all<Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for (const { name } of triggers) connection.exec(`DROP TRIGGER ${quoted(name)}`)
    // What the steps put there is in the lines, too, as it was then.
    const tables = tablesOf(tx)
    for (const table of tables) connection.exec(`DELETE FROM ${quoted(table)}`)
    connection.exec('BEGIN')

    let insert: { sql: string; cells: number } | null = null
    const beginTable = (line: { table: string; columns: string[] }) => {
      const known = tables.includes(line.table) ? columnsOf(tx, line.table) : []
      if (line.columns.length === 0 || !line.columns.every((column) => known.includes(column)))
        throw new CorruptDatabase(`There is no such table in version ${version}: ${line.table}.`)
      insert = {
        sql: `INSERT INTO ${quoted(line.table)} (${line.columns.map(quoted).join(', ')}) VALUES (${line.columns.map(() => '?').join(', ')})`,
        cells: line.columns.length,
      }
    }
    const takeRow = (cells: unknown[]) => {
      if (!insert || insert.cells !== cells.length) throw new CorruptDatabase('A row stands outside of its table.')
      tx.run(insert.sql, cells.map(valueOf))
    }
    return {
      take: (line) => {
        const told = JSON.parse(line) as unknown
        if (Array.isArray(told)) takeRow(told)
        else if (typeof told === 'object' && told !== null && 'table' in told) beginTable(told as { table: string; columns: string[] })
      },
      finish: (also) => {
        connection.exec('COMMIT')
        also?.(tx)
        for (const { sql } of triggers) connection.exec(sql)
        migrate(connection, migrations, null)
        check(connection)
        connection.close()
        syncFile(path)
      },
      abandon: () => connection.close(),
    }
  } catch (error) {
    connection.close()
    throw error
  }
}
