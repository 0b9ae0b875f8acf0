import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { makeTestDirectory } from '../test-kit/open-test-database.ts'
import { openTelemetry, telemetryFile } from './open-telemetry.ts'

const open = (directory = makeTestDirectory()) => {
  const telemetry = openTelemetry({ directory, clock: createHandClock(), logger: silentLogger })
  onTestFinished(() => telemetry.close())
  return { telemetry, directory }
}
const addSeries = "INSERT INTO series (name, labels, unit, kind, every_ms) VALUES ('a', '{}', 'count', 'gauge', 1000)"
const countSeries = 'SELECT count(*) AS n FROM series'

test('a write that fails leaves nothing, and the next one stands', () => {
  const { telemetry } = open()
  expect(() =>
    telemetry.write((tx) => {
      tx.run(addSeries)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(telemetry.read((db) => db.get(countSeries))).toEqual({ n: 0 })
  telemetry.write((tx) => tx.run(addSeries))
  expect(telemetry.read((db) => db.get(countSeries))).toEqual({ n: 1 })
})

test.skipIf(process.platform === 'win32')('nobody else may read the file', () => {
  const { directory } = open()
  expect(statSync(join(directory, telemetryFile)).mode & 0o077).toBe(0)
})

test('space that is freed goes back to the file system', () => {
  const { telemetry } = open()
  telemetry.write((tx) => {
    tx.run(addSeries)
    for (let index = 0; index < 100; index++) tx.run('INSERT INTO tick (tier, at_ms, data) VALUES (0, @index, zeroblob(10000))', { index })
  })
  const full = telemetry.usedBytes()
  telemetry.write((tx) => tx.run('DELETE FROM tick'))
  expect(telemetry.usedBytes()).toBeLessThan(full / 4)
  telemetry.shrink(10_000)
  expect(telemetry.read((db) => db.get<{ freelist_count: number }>('PRAGMA freelist_count'))!.freelist_count).toBe(0)
})

test('a file that cannot be read is set aside, and the console has its telemetry all the same', () => {
  const directory = makeTestDirectory()
  writeFileSync(join(directory, telemetryFile), 'this is no database, and long enough to be looked at'.repeat(200))
  const { telemetry } = open(directory)
  telemetry.write((tx) => tx.run(addSeries))
  expect(readdirSync(directory).filter((name) => name.includes('set-aside'))).toHaveLength(1)
})

test('a file of a newer console is set aside, not written into', () => {
  const { directory, telemetry } = open()
  telemetry.close()
  const other = new Sqlite(join(directory, telemetryFile))
  other.pragma('user_version = 99')
  other.close()
  open(directory)
  expect(readdirSync(directory).filter((name) => name.includes('set-aside')).length).toBeGreaterThan(0)
})
