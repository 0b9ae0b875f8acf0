// Fills the log of a console that has not been started yet, through the writer that consoles use, as fast as it goes.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../src/main/console/migrations.ts'
import { handleOf, openForWriting } from '../src/main/database/connection.ts'
import { createLogWriter } from '../src/main/database/log-writer.ts'
import { databaseFile, openDatabase } from '../src/main/database/open-database.ts'
import { systemClock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { silentLogger } from '../src/ports/logger.ts'
import { createLogEntries } from './log-entries.ts'

export interface GenerateLogOptions {
  /** The console's data directory; made with mode 0700 where it is missing. */
  directory: string
  entries: number
  /** The newest entry lies just before this moment, the oldest `days` before it. */
  untilMs: number
  days?: number
  seed?: number
  onProgress?(written: number): void
}

const dayMs = 86_400_000
const batchEntries = 2_000

/** Answers the installation's id. What is in the log already must lie before the oldest entry. */
export const generateLog = async (options: GenerateLogOptions): Promise<string> => {
  const { directory, entries, untilMs, days = 30, seed = 1, onProgress } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const clock = systemClock
  const database = openDatabase({
    directory,
    migrations,
    clock,
    ids: createIds(clock),
    logger: silentLogger,
    onAppended: () => {},
    onStorageChange: () => {},
  })
  const { installationId } = database
  await database.close()

  const connection = openForWriting(join(directory, databaseFile))
  try {
    // Nobody is promised anything here, and the end is synchronised.
    connection.pragma('synchronous = OFF')
    const tx = handleOf(connection)
    const writer = createLogWriter(installationId)
    const made = createLogEntries({ entries, fromMs: untilMs - days * dayMs, untilMs, seed })
    let written = 0
    for (let batch = made.take(batchEntries); batch.length > 0; batch = made.take(batchEntries)) {
      connection.exec('BEGIN IMMEDIATE')
      writer.append(tx, batch)
      connection.exec('COMMIT')
      writer.committed()
      written += batch.length
      onProgress?.(written)
    }
    // Like what was entered before incidents were known: history, not news.
    connection.exec('UPDATE incident_watch SET sequence = (SELECT max(sequence) FROM log_entry)')
    connection.pragma('synchronous = FULL')
    connection.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    connection.close()
  }
  return installationId
}
