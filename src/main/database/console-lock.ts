/** One console a data directory: a SQLite file held under an exclusive transaction, free again after any kind of end. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** Null where another console holds it. */
export const takeConsoleLock = (directory: string): { release(): void } | null => {
  const lock = new Sqlite(join(directory, 'console.lock'), { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return { release: () => lock.close() }
}
