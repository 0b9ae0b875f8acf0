/** Looks at a database file before anything writes to it: a damaged or newer one is refused untouched. */
import { statSync } from 'node:fs'
import { openForReading } from './connection.ts'
import type { Connection } from './connection.ts'
import { CorruptDatabase, storageFaultOf } from './sqlite-errors.ts'

/** The database is of a newer version than this program. */
export class NewerDatabase extends Error {
  override name = 'NewerDatabase'
}

/** Below this size the whole file is checked; above, a check would hold up the window. */
const checkedWholeBytes = 32 * 1024 * 1024

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const pragma = (connection: Connection, name: string): number => connection.pragma(name, { simple: true }) as number

const inspect = (connection: Connection, path: string, newestVersion: number): void => {
  const version = pragma(connection, 'user_version')
  if (version > newestVersion)
    throw new NewerDatabase(`The database has version ${version}; this program knows versions up to ${newestVersion}.`)
  const bytes = sizeOf(path)
  if (sizeOf(`${path}-wal`) === 0 && bytes < pragma(connection, 'page_count') * pragma(connection, 'page_size'))
    throw new CorruptDatabase('The end of the database file is missing.')
  if (bytes >= checkedWholeBytes) return
  const found = connection.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new CorruptDatabase(String(found))
}

/** Throws `NewerDatabase`, `CorruptDatabase`, or SQLite's error where the file cannot be read. Reads only: not even its write-ahead log is moved in. */
export const inspectDatabase = (path: string, newestVersion: number): void => {
  if (sizeOf(path) === 0) return
  let connection: Connection | undefined
  try {
    connection = openForReading(path).connection
    inspect(connection, path, newestVersion)
  } catch (error) {
    throw storageFaultOf(error) === 'corrupt' && error instanceof Error ? new CorruptDatabase(error.message, { cause: error }) : error
  } finally {
    connection?.close()
  }
}
