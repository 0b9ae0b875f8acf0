import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { silentLogger } from '../../../ports/logger.ts'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import type { IndexedLog } from '../../test-kit/open-indexed-log.ts'
import { createIndexKeeper } from './index-keeper.ts'

const worker = new URL('../../console/index-worker.ts', import.meta.url)
const dyingWorker = new URL('../../test-kit/dying-index.ts', import.meta.url)

const keep = (indexed: IndexedLog, workerUrl = worker) => {
  const told: string[] = []
  const keeper = createIndexKeeper({
    workerUrl,
    database: indexed.database,
    databasePath: indexed.path,
    directory: indexed.directory,
    partSize: indexed.partSize,
    clock: indexed.clock,
    logger: { ...silentLogger, error: (_fields, message) => told.push(message), warn: (_fields, message) => told.push(message) },
  })
  onTestFinished(() => keeper.stop())
  /** The clock stands still, but for this. */
  const look = () => {
    keeper.look()
    indexed.clock.advance(200)
  }
  const caughtUp = (forwardMs = 200) =>
    vi.waitFor(
      () => {
        keeper.look()
        indexed.clock.advance(forwardMs)
        expect(keeper.state()).toMatchObject({ behind: 0, trouble: null })
        expect(indexed.index.parts()[0]?.indexedSequence).toBe(newest(indexed))
      },
      { timeout: 60_000, interval: 20 },
    )
  /** What the log says of its index, once it says something so many times. */
  const entered = async (times: number) => {
    await vi.waitFor(
      () => {
        look()
        expect(actions(indexed)).toHaveLength(times)
      },
      { timeout: 60_000, interval: 20 },
    )
    return actions(indexed)
  }
  /** Stopped, and what its last entries added indexed as well. */
  const settled = async () => {
    await keeper.stop()
    return indexed.indexNow()
  }
  return { keeper, told, look, caughtUp, entered, settled }
}
const newest = ({ log }: IndexedLog) => log.get<{ last: number }>('SELECT max(sequence) AS last FROM log_entry')!.last
const actions = ({ log }: IndexedLog) =>
  log
    .all<{ action: string; detail: string }>(
      'SELECT t.text AS action, e.detail FROM log_entry e JOIN log_text t ON t.id = e.action ORDER BY e.sequence',
    )
    .filter(({ action }) => action.startsWith('log.'))
    .map(({ action, detail }) => [action, (JSON.parse(detail) as { file: string }).file])

test('what is appended is indexed soon after, and each sealed part is entered in the log', async () => {
  const indexed = openIndexedLog()
  const { keeper, caughtUp, told, entered, settled } = keep(indexed)
  expect(keeper.state()).toBeNull()
  await indexed.append(50)
  await caughtUp()
  await indexed.append(45)
  expect(await entered(2)).toEqual([
    ['log.index-sealed', '000000000001.db'],
    ['log.index-sealed', '000000000041.db'],
  ])
  // Their entries speak for them: nothing is made anew.
  expect((await settled()).sealed).toEqual([])
  expect(keeper.sizeBytes()).toBeGreaterThan(10_000)
  expect(told).toEqual([])
  expectIndexOfLog(indexed)
})

test('many looks within a fifth of a second are one', async () => {
  const indexed = openIndexedLog()
  const { keeper } = keep(indexed)
  const before = indexed.clock.waiting()
  for (let n = 0; n < 100; n++) keeper.look()
  expect(indexed.clock.waiting()).toBe(before + 1)
  await keeper.stop()
})

test('a sealed part that somebody changed while the console was stopped is told as such, and made anew', async () => {
  const indexed = openIndexedLog()
  await indexed.append(50)
  await indexed.indexNow()
  const path = join(indexed.directory, '000000000001.db')
  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  const { entered } = keep(indexed)
  expect(await entered(3)).toEqual([
    ['log.index-sealed', '000000000001.db'],
    ['log.index-damaged', '000000000001.db'],
    ['log.index-sealed', '000000000001.db'],
  ])
})

test('a part that a reader could not read is looked at again, and made anew where it is damaged', async () => {
  const indexed = openIndexedLog()
  await indexed.append(50)
  const { keeper, entered, settled } = keep(indexed)
  const once = ['log.index-sealed', '000000000001.db']
  expect(await entered(1)).toEqual([once])
  keeper.doubt('000000000001.db')
  keeper.doubt('no such file')
  writeFileSync(join(indexed.directory, '000000000001.db'), 'gone')
  keeper.doubt('000000000001.db')
  expect(await entered(3)).toEqual([once, ['log.index-damaged', '000000000001.db'], once])
  await settled()
  expectIndexOfLog(indexed)
})

test('a part that a verification found wrong is made anew, though it is sound and fits the log', async () => {
  const indexed = openIndexedLog()
  await indexed.append(20)
  const { keeper, caughtUp } = keep(indexed)
  await caughtUp()
  const path = join(indexed.directory, '000000000001.db')
  const other = new Sqlite(path)
  other.exec("INSERT INTO term (term, rowid, terms) VALUES ('delete', 7, 'thing')")
  other.close()
  expect(() => expectIndexOfLog(indexed)).toThrow()
  keeper.reject('no such file')
  keeper.reject('000000000001.db')
  await vi.waitFor(() => expectIndexOfLog(indexed), { timeout: 60_000 })
})

test('a worker that dies at any moment is started again, and nothing is lost or counted twice', { timeout: 300_000 }, async () => {
  const indexed = openIndexedLog({ partSize: 25 })
  const { keeper, caughtUp, look, told, settled } = keep(indexed, dyingWorker)
  const deaths = () => told.filter((message) => message === 'the worker of the index ended').length
  for (let round = 1; round <= 6; round++) {
    await indexed.append(30)
    look()
    await vi.waitFor(() => expect(deaths()).toBeGreaterThanOrEqual(round), { timeout: 60_000, interval: 5 })
    expect(keeper.state()).toMatchObject({ trouble: { kind: 'died' } })
    indexed.clock.advance(60_000)
  }
  writeFileSync(join(indexed.directory, 'live'), '')
  await indexed.append(30)
  await caughtUp(60_000)
  await settled()
  expectIndexOfLog(indexed)
})

test('after the stop nothing is started, and to stop twice is to stop', async () => {
  const indexed = openIndexedLog()
  const { keeper, look } = keep(indexed)
  await indexed.append(3)
  await keeper.stop()
  look()
  expect(keeper.state()).toBeNull()
  await keeper.stop()
})
