/** Puts the rows of another database of the same schema in the place of those of some tables, inside a transaction. */
import { columnsOf, tableOfDump } from './dump-tables.ts'
import type { Readable, SqlValue, Writable } from './database.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const copyRows = (tx: Writable, from: Readable, table: string): void => {
  const columns = columnsOf(tx, table)
  const names = columns.map(quoted).join(', ')
  const insert = `INSERT INTO ${quoted(table)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`
  const { hasRowid } = tableOfDump(from, table)
  for (const row of from.all<Record<string, SqlValue>>(`SELECT ${names} FROM ${quoted(table)} ${hasRowid ? 'ORDER BY rowid' : ''}`))
    tx.run(
      insert,
      columns.map((column) => row[column]!),
    )
}

/** Triggers of these tables guard against changes in place; they are set aside while all is replaced, in the same transaction. */
export const replaceTables = (tx: Writable, from: Readable, tables: readonly string[], also: (tx: Writable) => void): void => {
  const triggers = tx
    .all<{ name: string; sql: string; on: string }>(`SELECT name, sql, tbl_name AS "on" FROM sqlite_schema WHERE type = 'trigger'`)
    .filter(({ on }) => tables.includes(on))
  tx.run('PRAGMA defer_foreign_keys = ON')
  for (const { name } of triggers) tx.run(`DROP TRIGGER ${quoted(name)}`)
  for (const table of tables) tx.run(`DELETE FROM ${quoted(table)}`)
  for (const table of tables) copyRows(tx, from, table)
  also(tx)
  for (const { sql } of triggers) tx.run(sql)
}
