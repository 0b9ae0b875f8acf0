/** Opens telemetry.db. Samples are worth less than a console that starts: a damaged file is set aside and a new one begun. */
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Connection, OnQuery } from './connection.ts'
import { handleOf, openForReading } from './connection.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'
import { storageFaultOf } from './sqlite-errors.ts'
import type { Telemetry } from './telemetry.ts'
import { series } from './telemetry-migrations/0001-series.ts'
import { traffic } from './telemetry-migrations/0002-traffic.ts'

export const telemetryFile = 'telemetry.db'
export const telemetryMigrations: readonly Migration[] = [series, traffic]

export interface TelemetryOptions {
  directory: string
  clock: Clock
  logger: Logger
  onQuery?: OnQuery
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const open = (path: string): Connection => {
  closeSync(openSync(path, 'a', 0o600))
  const connection = new Sqlite(path, { timeout: 500 })
  try {
    // Before the first table: later it takes a VACUUM.
    connection.pragma('auto_vacuum = INCREMENTAL')
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = NORMAL')
    connection.pragma('trusted_schema = OFF')
    connection.pragma('temp_store = MEMORY')
    const version = connection.pragma('user_version', { simple: true }) as number
    if (version > telemetryMigrations.length) throw new Error(`telemetry.db is of the newer version ${version}`)
    migrate(connection, telemetryMigrations, null)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

const openOrBegin = (path: string, { clock, logger }: TelemetryOptions): Connection => {
  try {
    return open(path)
  } catch (error) {
    const fault = storageFaultOf(error)
    if (fault !== null && fault !== 'corrupt') throw error
    const aside = `${path}.set-aside-${clock.now()}`
    logger.error({ err: error, aside }, 'the samples kept so far cannot be read: the file was set aside and a new one begun')
    renameSync(path, aside)
    for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    return open(path)
  }
}

export const openTelemetry = (options: TelemetryOptions): Telemetry => {
  const path = join(options.directory, telemetryFile)
  const writing = openOrBegin(path, options)
  const tx = handleOf(writing, options.onQuery)
  const reading = openForReading(path, options.onQuery)
  const pages = (name: string) => writing.pragma(name, { simple: true }) as number
  return {
    read: (query) => query(reading.handle),
    write: (work) => {
      writing.exec('BEGIN IMMEDIATE')
      try {
        const result = work(tx)
        writing.exec('COMMIT')
        return result
      } catch (error) {
        if (writing.inTransaction) writing.exec('ROLLBACK')
        throw error
      }
    },
    sizeBytes: () => sizeOf(path) + sizeOf(`${path}-wal`),
    usedBytes: () => (pages('page_count') - pages('freelist_count')) * pages('page_size'),
    shrink: (count) => void writing.pragma(`incremental_vacuum(${Math.trunc(count)})`),
    close: () => {
      reading.connection.close()
      writing.close()
    },
  }
}
