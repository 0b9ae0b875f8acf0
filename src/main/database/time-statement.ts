/** Times a statement on a copy: several runs, each undone. */
import type { Connection } from './connection.ts'
import type { SqlValue } from './database.ts'

export type Values = Record<string, SqlValue> | readonly SqlValue[]

const fewestRuns = 3
const mostRuns = 25
const enoughMs = 400
/** A run that gives rows without end is broken off; one that gives none cannot be. */
const longestRunMs = 3_000

const runOnce = (connection: Connection, sql: string, values: Values): number => {
  const statement = connection.prepare(sql)
  connection.exec('BEGIN')
  try {
    const startedMs = performance.now()
    if (statement.reader) {
      for (const row of statement.iterate(values)) if (row === null || performance.now() - startedMs > longestRunMs) break
    } else statement.run(values)
    return performance.now() - startedMs
  } finally {
    connection.exec('ROLLBACK')
  }
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The median in milliseconds. The first run warms up and does not count. */
export const timeStatement = (connection: Connection, sql: string, values: Values): number => {
  const firstMs = runOnce(connection, sql, values)
  if (firstMs > enoughMs) return firstMs
  const times: number[] = []
  for (let spentMs = 0; times.length < mostRuns && (times.length < fewestRuns || spentMs < enoughMs);) {
    const ms = runOnce(connection, sql, values)
    times.push(ms)
    spentMs += ms
  }
  return medianOf(times)
}

const moved = 1_000
const turns = 5
/** Below so many rows the time says nothing. */
const fewestRows = 100

/** Milliseconds to put a thousand rows of the table in, one after the other; null where that cannot be tried. */
export const timeWrites = (connection: Connection, table: string): number | null => {
  const name = `"${table.replaceAll('"', '""')}"`
  const times: number[] = []
  connection.exec('BEGIN')
  try {
    const remove = connection.prepare(`DELETE FROM ${name} RETURNING * LIMIT ${moved}`).raw().safeIntegers()
    for (let turn = 0; turn < turns; turn++) {
      const rows = remove.all() as unknown[][]
      if (rows.length < fewestRows) return null
      const insert = connection.prepare(`INSERT INTO ${name} VALUES (${rows[0]!.map(() => '?').join(', ')})`)
      const startedMs = performance.now()
      for (const row of rows) insert.run(row)
      times.push(((performance.now() - startedMs) * moved) / rows.length)
    }
    return medianOf(times)
  } catch {
    return null
  } finally {
    if (connection.inTransaction) connection.exec('ROLLBACK')
  }
}
