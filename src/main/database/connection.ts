/** A connection to SQLite with its pragmas, and handles that prepare each statement once. */
import { basename } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Readable, SqlParams, Writable } from './database.ts'
import { queryNameOf } from './query-name.ts'

export type Connection = Sqlite.Database

/** The text of a query, which holds no value, and the name of the file that it runs on. */
export interface Statement {
  sql: string
  file: string
}

/** Told of each query that ended, by its name: how long it took, how many rows it gave or changed, and, the first time, its text. */
export type OnQuery = (name: string, elapsedMs: number, rows: number, statement?: Statement) => void
export type ToldQuery = Parameters<OnQuery>

const keptStatements = 500
/** So long may another program that holds the database stop everything here. */
const busyMs = 500

interface Prepared {
  statement: Sqlite.Statement
  name: string
  told: boolean
}

/** A handle over a connection; statements are kept by their text, the oldest dropped beyond 500. */
export const handleOf = (connection: Connection, onQuery?: OnQuery): Writable => {
  const statements = new Map<string, Prepared>()
  const file = basename(connection.name)
  const prepared = (sql: string): Prepared => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = { statement: connection.prepare(sql), name: queryNameOf(sql), told: false }
      if (statements.size >= keptStatements) statements.delete(statements.keys().next().value!)
      statements.set(sql, statement)
    }
    return statement
  }
  /** The one place where queries are timed. */
  const timed = <T>(sql: string, run: (statement: Sqlite.Statement) => T, rowsOf: (result: T) => number): T => {
    const query = prepared(sql)
    if (!onQuery) return run(query.statement)
    const startedMs = performance.now()
    let rows = 0
    try {
      const result = run(query.statement)
      rows = rowsOf(result)
      return result
    } finally {
      const elapsedMs = performance.now() - startedMs
      if (query.told) onQuery(query.name, elapsedMs, rows)
      else onQuery(query.name, elapsedMs, rows, { sql, file })
      query.told = true
    }
  }
  return {
    get: <Row>(sql: string, params: SqlParams = {}) =>
      timed(
        sql,
        (statement) => statement.get(params),
        (row) => (row === undefined ? 0 : 1),
      ) as Row | undefined,
    all: <Row>(sql: string, params: SqlParams = {}) =>
      timed(
        sql,
        (statement) => statement.all(params),
        (rows) => rows.length,
      ) as Row[],
    run: (sql, params = {}) =>
      timed(
        sql,
        (statement) => ({ changes: statement.run(params).changes }),
        ({ changes }) => changes,
      ),
  }
}

/** The one connection that writes. FULL: what was answered survives a power cut. */
export const openForWriting = (path: string): Connection => {
  const connection = new Sqlite(path, { timeout: busyMs })
  try {
    // Before the first table: later it takes a VACUUM. A file that was made without it uses its free pages, but never shrinks.
    connection.pragma('auto_vacuum = INCREMENTAL')
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma('foreign_keys = ON')
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    // What is destroyed is overwritten, not merely let go.
    connection.pragma('secure_delete = ON')
    // What SQLite sets aside for a while must not lie in the system's temporary directory, nor fail because that is full.
    connection.pragma('temp_store = MEMORY')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

export const openForReading = (path: string, onQuery?: OnQuery): { connection: Connection; handle: Readable } => {
  const connection = new Sqlite(path, { readonly: true, timeout: busyMs })
  try {
    connection.pragma('query_only = ON')
    connection.pragma('trusted_schema = OFF')
    connection.pragma('temp_store = MEMORY')
    return { connection, handle: handleOf(connection, onQuery) }
  } catch (error) {
    connection.close()
    throw error
  }
}
