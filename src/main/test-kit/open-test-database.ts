/** A real database in a directory of its own, with every migration and a hand clock; gone when its test ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { By, Database } from '../database/database.ts'
import type { DatabaseOptions } from '../database/open-database.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { databaseOptions } from './database-options.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'

export const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

/** An empty directory that goes when the test ends. */
export const makeTestDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export interface TestDatabase {
  directory: string
  /** Of gatehouse.db. */
  path: string
  clock: HandClock
  /** The one that is open now: `reopen` puts another in its place. */
  readonly database: Database
  /** The last sequences that `onAppended` told. */
  readonly appended: number[]
  /** Closes and opens the database, as a restart does. */
  reopen(): Promise<Database>
  /** A connection of another program. Triggers hold for it, but not for what its REPLACE deletes: such is SQLite's default. */
  outside(): Sqlite.Database
}

export const openTestDatabase = (given: Partial<DatabaseOptions> = {}): TestDatabase => {
  const directory = given.directory ?? makeTestDirectory()
  const path = join(directory, databaseFile)
  const clock = createHandClock()
  const appended: number[] = []
  const options: DatabaseOptions = {
    ...databaseOptions(directory, clock),
    onAppended: (sequence) => appended.push(sequence),
    ...given,
  }
  let database = openDatabase(options)
  onTestFinished(() => database.close())
  return {
    directory,
    path,
    clock,
    appended,
    get database() {
      return database
    },
    reopen: async () => {
      await database.close()
      database = openDatabase(options)
      return database
    },
    outside: () => {
      const connection = new Sqlite(path)
      connection.pragma('recursive_triggers = OFF')
      onTestFinished(() => void connection.close())
      return connection
    },
  }
}
