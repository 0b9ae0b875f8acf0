/** Brings a database to the newest schema, one step a transaction, with a copy of the file before each. */
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './connection.ts'
import type { Migration } from './migrations/migration.ts'

const keptCopies = 3
const copyName = /^gatehouse-version-\d{4}\.db$/

/** Under another name until it is whole, so that a crash neither loses an older copy nor leaves half a one. */
const copyBefore = (connection: Connection, directory: string, version: number): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `gatehouse-version-${String(version).padStart(4, '0')}.db`)
  const partial = `${path}.part`
  rmSync(partial, { force: true })
  // SQLite fills an empty file as it is, mode and all.
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    connection.prepare('VACUUM INTO ?').run(partial)
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  const copies = readdirSync(directory)
    .filter((name) => copyName.test(name))
    .toSorted()
  for (const name of copies.slice(0, -keptCopies)) rmSync(join(directory, name), { force: true })
}

/** `user_version` holds the id of the last step applied. `copyDirectory` null: what the database holds is worth no copy. */
export const migrate = (connection: Connection, migrations: readonly Migration[], copyDirectory: string | null): void => {
  const version = connection.pragma('user_version', { simple: true }) as number
  for (const migration of migrations.filter((step) => step.id > version)) {
    if (version > 0 && copyDirectory !== null) copyBefore(connection, copyDirectory, migration.id - 1)
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec(migration.sql)
      connection.pragma(`user_version = ${migration.id}`)
      connection.exec('COMMIT')
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }
}
