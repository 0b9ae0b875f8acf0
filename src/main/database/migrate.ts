/** Brings a database to the newest schema, one step a transaction, with a copy of the file before each. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './connection.ts'
import type { Migration } from './migrations/migration.ts'

const keptCopies = 3

/** The database is of a newer version than this program. */
export class NewerDatabase extends Error {
  override name = 'NewerDatabase'
}

const copyBefore = (connection: Connection, directory: string, version: number): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `gatehouse-version-${String(version).padStart(4, '0')}.db`)
  rmSync(path, { force: true })
  connection.prepare('VACUUM INTO ?').run(path)
  const copies = readdirSync(directory)
    .filter((name) => /^gatehouse-version-\d{4}\.db$/.test(name))
    .sort()
  for (const name of copies.slice(0, -keptCopies)) rmSync(join(directory, name), { force: true })
}

/** `user_version` holds the id of the last step applied. Throws `NewerDatabase`. */
export const migrate = (connection: Connection, migrations: readonly Migration[], copyDirectory: string): void => {
  const version = connection.pragma('user_version', { simple: true }) as number
  const newest = migrations.at(-1)?.id ?? 0
  if (version > newest) throw new NewerDatabase(`The database has version ${version}; this program knows versions up to ${newest}.`)
  for (const migration of migrations.filter((step) => step.id > version)) {
    if (version > 0) copyBefore(connection, copyDirectory, migration.id - 1)
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec(migration.sql)
      connection.pragma(`user_version = ${migration.id}`)
      connection.exec('COMMIT')
    } catch (error) {
      connection.exec('ROLLBACK')
      throw error
    }
  }
}
