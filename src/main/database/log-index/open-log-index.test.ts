import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import type { TestSlices } from '../../test-kit/test-slices.ts'
import { createReader } from '../reader.ts'
import { openLogIndex, UnreadablePart } from './open-log-index.ts'

const first = '000000000001.db'
const numbers = (parts: { number: number }[]) => parts.map((part) => part.number)

/** The page that the terms begin with: what a part is can still be read. */
const garbleTerms = (path: string) => {
  const part = new Sqlite(path, { readonly: true })
  const page = part.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'term_data'").pluck().get()!
  part.close()
  const bytes = readFileSync(path)
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096)
  writeFileSync(path, bytes)
}

test('where nothing is indexed there are no parts', async () => {
  const indexed = openIndexedLog()
  await indexed.append(3)
  expect(indexed.index.parts()).toEqual([])
})

test('what grows is seen to grow, and a part that is sealed meanwhile to be sealed', async () => {
  const indexed = openIndexedLog()
  await indexed.append(30)
  await indexed.indexNow()
  const [growing] = indexed.index.parts()
  expect(growing).toMatchObject({ number: 0, firstSequence: 1, indexedSequence: 30, sealed: false })
  expect(growing!.db.get('SELECT count(*) AS n FROM minute')).toEqual({ n: 1 })
  await indexed.append(30)
  await indexed.indexNow()
  expect(indexed.index.parts()).toMatchObject([
    { number: 1, indexedSequence: 61, sealed: false },
    { number: 0, indexedSequence: 40, sealed: true },
  ])
  expectIndexOfLog(indexed)
})

test('a part that is not of this log is passed over', async () => {
  const indexed = openIndexedLog()
  await indexed.append(60)
  await indexed.indexNow()
  expect(numbers(indexed.index.parts())).toEqual([1, 0])
  const other = openIndexedLog()
  await other.append(60)
  await other.indexNow()
  copyFileSync(join(other.directory, first), join(indexed.directory, first))
  expect(numbers(indexed.index.parts())).toEqual([1])
})

test('a sealed part with a journal beside it is passed over: what stands there would be read with it', async () => {
  const indexed = openIndexedLog()
  await indexed.append(60)
  await indexed.indexNow()
  const path = join(indexed.directory, first)
  const aside = join(indexed.dataDirectory, 'aside.db')
  copyFileSync(path, aside)
  const other = new Sqlite(aside)
  other.pragma('journal_mode = WAL')
  other.exec('DELETE FROM minute')
  copyFileSync(`${aside}-wal`, `${path}-wal`)
  other.close()
  expect(numbers(indexed.index.parts())).toEqual([1])
})

test('a part that turns out unreadable says so once, and is passed over from then on', async () => {
  const indexed = openIndexedLog()
  await indexed.append(60)
  await indexed.indexNow()
  garbleTerms(join(indexed.directory, first))
  const part = indexed.index.parts().find((one) => one.number === 0)!
  expect(() => part.db.all('SELECT rowid FROM term WHERE term MATCH \'"thing"\'')).toThrow(UnreadablePart)
  expect(numbers(indexed.index.parts())).toEqual([1])
})

test('more parts than are kept open are all read', async () => {
  const indexed = openIndexedLog({ partSize: 2 })
  await indexed.append(160)
  await indexed.indexNow()
  const parts = indexed.index.parts()
  expect(parts.length).toBeGreaterThan(100)
  for (const part of [...parts, ...parts.toReversed()])
    expect(part.db.get('SELECT sum(entries) AS n FROM minute')).toEqual({ n: part.indexedSequence - part.firstSequence + 1 })
})

test('another directory than that of the index holds no parts', () => {
  const indexed = openIndexedLog()
  const index = openLogIndex({ directory: indexed.dataDirectory, log: indexed.log })
  onTestFinished(() => index.close())
  expect(statSync(indexed.path).isFile()).toBe(true)
  expect(index.parts()).toEqual([])
})

test('a slice that meets an unreadable part runs again without it, and the part is told', async () => {
  const indexed = openIndexedLog()
  await indexed.append(60)
  await indexed.indexNow()
  const told: string[] = []
  const reader = createReader<TestSlices>(
    new URL('../../test-kit/test-slices.ts', import.meta.url),
    { databasePath: indexed.path, indexDirectory: indexed.directory, partSize: indexed.partSize },
    () => {},
    (file) => told.push(file),
  )
  onTestFinished(() => reader.close())
  expect(await reader.run('indexed', null)).toEqual([20, 40])
  expect(told).toEqual([])
  garbleTerms(join(indexed.directory, first))
  expect(await reader.run('indexed', null)).toEqual([20])
  expect(told).toEqual([first])
})
