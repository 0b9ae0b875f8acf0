import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { bySystem, makeTestDirectory, openTestDatabase } from '../test-kit/open-test-database.ts'
import { storageFaultOf } from './sqlite-errors.ts'

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

const refusal = (open: () => unknown): unknown => {
  try {
    open()
  } catch (error) {
    return error
  }
  throw new Error('It opened.')
}

/** A closed database with a page or two of entries. */
const closedDatabase = async () => {
  const { database, directory, path } = openTestDatabase()
  await Promise.all(
    Array.from({ length: 200 }, (_, index) => database.append(bySystem, { action: 'a', message: `entry ${index} ${'x'.repeat(200)}` })),
  )
  await database.close()
  return { directory, path }
}

test('random bytes in its place are refused, and stay as they are', () => {
  const directory = makeTestDirectory()
  const path = join(directory, 'gatehouse.db')
  writeFileSync(path, randomBytes(100_000))
  const before = digest(path)
  expect(storageFaultOf(refusal(() => openTestDatabase({ directory })))).toBe('corrupt')
  expect(digest(path)).toBe(before)
})

test.each([
  ['in the middle of a page', (bytes: number) => bytes - 5000],
  ['at the end of a page', (bytes: number) => bytes - 4096],
  ['after its first page', () => 4096],
  ['within its header', () => 50],
])('a database cut %s is refused, and stays as it is', async (_, lengthOf) => {
  const { directory, path } = await closedDatabase()
  truncateSync(path, lengthOf(readFileSync(path).length))
  const before = digest(path)
  expect(storageFaultOf(refusal(() => openTestDatabase({ directory })))).toBe('corrupt')
  expect(digest(path)).toBe(before)
})

test('a database with a page of rubbish is refused, and stays as it is', async () => {
  const { directory, path } = await closedDatabase()
  const bytes = readFileSync(path)
  randomBytes(4096).copy(bytes, 4096 * 3)
  writeFileSync(path, bytes)
  const before = digest(path)
  expect(storageFaultOf(refusal(() => openTestDatabase({ directory })))).toBe('corrupt')
  expect(digest(path)).toBe(before)
})

test('a damaged database is not even given what waits in its write-ahead log', async () => {
  const { directory, path } = await closedDatabase()
  const { database } = openTestDatabase({ directory })
  await database.append(bySystem, { action: 'a', message: 'x' })
  // As after a crash: the files are copied while the log beside them is full.
  const crashed = makeTestDirectory()
  const crashedPath = join(crashed, 'gatehouse.db')
  const bytes = readFileSync(path)
  randomBytes(bytes.length / 2).copy(bytes, 4096)
  writeFileSync(crashedPath, bytes)
  writeFileSync(`${crashedPath}-wal`, readFileSync(`${path}-wal`))
  const before = [digest(crashedPath), digest(`${crashedPath}-wal`)]
  expect(storageFaultOf(refusal(() => openTestDatabase({ directory: crashed })))).toBe('corrupt')
  expect([digest(crashedPath), digest(`${crashedPath}-wal`)]).toEqual(before)
})

test('a database of a newer version is refused, and keeps its version', async () => {
  const { directory, path } = await closedDatabase()
  const other = new Sqlite(path)
  other.pragma('user_version = 999')
  other.close()
  const before = digest(path)
  const error = refusal(() => openTestDatabase({ directory }))
  expect(error).toMatchObject({ name: 'NewerDatabase', message: expect.stringMatching(/version 999; .* up to \d+\./) as string })
  expect(digest(path)).toBe(before)
})

test('an empty file, as a first start leaves it that was killed, is a new database', async () => {
  const directory = makeTestDirectory()
  writeFileSync(join(directory, 'gatehouse.db'), '')
  const { database } = openTestDatabase({ directory })
  expect(await database.append(bySystem, { action: 'a', message: 'x' })).toBe(1)
})

test('a database left by a crash is opened with what its write-ahead log holds', async () => {
  const { database, path } = openTestDatabase()
  await database.append(bySystem, { action: 'a', message: 'x' })
  const crashed = makeTestDirectory()
  for (const suffix of ['', '-wal']) writeFileSync(join(crashed, `gatehouse.db${suffix}`), readFileSync(`${path}${suffix}`))
  const again = openTestDatabase({ directory: crashed })
  expect(await again.database.append(bySystem, { action: 'a', message: 'y' })).toBe(2)
})
