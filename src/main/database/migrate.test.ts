import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../console/migrations.ts'
import { makeTestDirectory } from '../test-kit/open-test-database.ts'
import { openForWriting } from './connection.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'

const step = (id: number, sql = `CREATE TABLE t${id} (a INTEGER) STRICT; INSERT INTO t${id} VALUES (${id});`): Migration => ({
  id,
  name: `step-${id}`,
  sql,
})
const steps = (count: number) => Array.from({ length: count }, (_, index) => step(index + 1))

const openFile = () => {
  const directory = makeTestDirectory()
  const connection = openForWriting(join(directory, 'gatehouse.db'))
  onTestFinished(() => void connection.close())
  const copies = join(directory, 'copies')
  return { directory, connection, copies, version: () => connection.pragma('user_version', { simple: true }) }
}
const tablesOf = (connection: Sqlite.Database) =>
  connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()

test('the steps of this program are numbered by their place, without a gap', () => {
  expect(migrations.map((migration) => migration.id)).toEqual(migrations.map((_, index) => index + 1))
})

test('a new database takes all steps in order, and leaves no copy of nothing', () => {
  const { connection, copies, version, directory } = openFile()
  migrate(connection, steps(3), copies)
  expect(version()).toBe(3)
  expect(tablesOf(connection)).toEqual(['t1', 't2', 't3'])
  expect(readdirSync(directory)).not.toContain('copies')
  migrate(connection, steps(3), copies)
  expect(version()).toBe(3)
})

test('before each step the database is copied, as it was, for its owner alone', () => {
  const { connection, copies } = openFile()
  migrate(connection, steps(1), copies)
  migrate(connection, steps(3), copies)
  expect(readdirSync(copies)).toEqual(['gatehouse-version-0001.db', 'gatehouse-version-0002.db'])
  const copy = new Sqlite(join(copies, 'gatehouse-version-0001.db'), { readonly: true })
  onTestFinished(() => void copy.close())
  expect(tablesOf(copy)).toEqual(['t1'])
  expect(copy.pragma('user_version', { simple: true })).toBe(1)
  if (process.platform === 'win32') return
  expect(statSync(copies).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(copies)) expect(statSync(join(copies, name)).mode & 0o777).toBe(0o600)
})

test('the newest three copies are kept, and nothing of somebody else is touched', () => {
  const { connection, copies } = openFile()
  migrate(connection, steps(2), copies)
  migrate(connection, steps(3), copies)
  writeFileSync(join(copies, 'gatehouse-version-0001.db.mine'), '')
  migrate(connection, steps(7), copies)
  expect(readdirSync(copies)).toEqual([
    'gatehouse-version-0001.db.mine',
    'gatehouse-version-0004.db',
    'gatehouse-version-0005.db',
    'gatehouse-version-0006.db',
  ])
})

test('half a copy of an earlier start is no hindrance', () => {
  const { connection, copies } = openFile()
  migrate(connection, steps(1), copies)
  migrate(connection, steps(2), copies)
  writeFileSync(join(copies, 'gatehouse-version-0002.db.part'), 'half')
  migrate(connection, steps(3), copies)
  expect(readdirSync(copies)).toEqual(['gatehouse-version-0001.db', 'gatehouse-version-0002.db'])
})

test('a step that fails leaves the version before it, with all its data', () => {
  const { connection, copies, version } = openFile()
  migrate(connection, steps(1), copies)
  const bad = [...steps(2), step(3, 'CREATE TABLE t3 (a INTEGER) STRICT; DELETE FROM t1; INSERT INTO nowhere VALUES (1);')]
  expect(() => migrate(connection, bad, copies)).toThrow('nowhere')
  expect(version()).toBe(2)
  expect(tablesOf(connection)).toEqual(['t1', 't2'])
  expect(connection.prepare('SELECT a FROM t1').pluck().all()).toEqual([1])
  migrate(connection, steps(3), copies)
  expect(version()).toBe(3)
})
