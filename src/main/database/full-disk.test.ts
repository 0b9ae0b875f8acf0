import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { bySystem, makeTestDirectory, openTestDatabase } from '../test-kit/open-test-database.ts'
import { fillDisk, mountDisk, whyNoDisk } from '../test-kit/small-disk.ts'
import type { Database } from './database.ts'
import type { Reserve } from './reserve-file.ts'
import { createReserve } from './reserve-file.ts'
import { storageFaultOf } from './sqlite-errors.ts'
import { createWriteTransactions } from './write-transactions.ts'

const happened = { action: 'thing.happened', message: 'A thing happened' }

/** A connection whose file may have a few pages more only after the reserve is freed. */
const smallDisk = (pagesFreed: number) => {
  const connection = new Sqlite(join(makeTestDirectory(), 'small.db'))
  onTestFinished(() => void connection.close())
  connection.exec('CREATE TABLE t (a BLOB)')
  const grow = (pages: number) =>
    connection.pragma(`max_page_count = ${(connection.pragma('page_count', { simple: true }) as number) + pages}`)
  grow(1)
  const told: string[] = []
  let held = true
  let room = false
  const reserve: Reserve = {
    free: () => {
      if (!held) return false
      held = false
      grow(pagesFreed)
      told.push('freed')
      return true
    },
    take: () => {
      if (!held && room) {
        held = true
        told.push('taken')
      }
      return held
    },
  }
  const transactions = createWriteTransactions({
    connection,
    reserve,
    logger: silentLogger,
    committed: () => told.push('committed'),
    rolledBack: () => told.push('rolled back'),
    onStorageChange: () => told.push(transactions.storage()),
  })
  const write = (bytes: number) => transactions.run(() => connection.prepare('INSERT INTO t VALUES (zeroblob(?))').run(bytes))
  const rows = () => connection.prepare('SELECT count(*) FROM t').pluck().get()
  return { told, transactions, write, rows, giveRoom: () => (room = true) }
}

test('on a full disk the reserve is freed, the work done again, and the state told', () => {
  const { told, write, rows, transactions } = smallDisk(50)
  write(100_000)
  expect(told).toEqual(['rolled back', 'freed', 'full', 'committed'])
  expect(transactions.storage()).toBe('full')
  expect(rows()).toBe(1)
})

test('work too large for the reserve is refused whole, and small work still goes on', () => {
  const { told, write, rows } = smallDisk(5)
  expect(() => write(1_000_000)).toThrow(expect.objectContaining({ code: 'DISK_FULL' }) as Error)
  expect(told).toEqual(['rolled back', 'freed', 'full', 'rolled back'])
  expect(rows()).toBe(0)
  write(1000)
  expect(rows()).toBe(1)
  expect(() => write(1_000_000)).toThrow(expect.objectContaining({ code: 'DISK_FULL' }) as Error)
})

test('once there is room the reserve is taken again and all is well', () => {
  const { told, write, transactions, giveRoom } = smallDisk(50)
  write(100_000)
  giveRoom()
  write(10)
  expect(told.slice(-3)).toEqual(['committed', 'taken', 'well'])
  expect(transactions.storage()).toBe('well')
})

test('the reserve is a whole file of its owner that really takes its space', () => {
  const path = join(makeTestDirectory(), 'reserve')
  const reserve = createReserve(path, 3_000_000)
  expect(reserve.take()).toBe(true)
  const { size, blocks, mode } = statSync(path)
  expect(size).toBe(3_000_000)
  if (process.platform !== 'win32') {
    expect(blocks * 512).toBeGreaterThanOrEqual(size)
    expect(mode & 0o777).toBe(0o600)
  }
  expect(reserve.free()).toBe(true)
  expect(existsSync(path)).toBe(false)
  expect(reserve.free()).toBe(false)
})

test('a reserve cut short is taken anew, and one that cannot be taken says so', () => {
  const directory = makeTestDirectory()
  writeFileSync(join(directory, 'reserve'), 'short')
  expect(createReserve(join(directory, 'reserve'), 10_000).take()).toBe(true)
  expect(statSync(join(directory, 'reserve')).size).toBe(10_000)
  expect(createReserve(join(directory, 'nowhere', 'reserve'), 10_000).take()).toBe(false)
  expect(createReserve(join(directory, 'huge'), Number.MAX_SAFE_INTEGER).take()).toBe(false)
  expect(existsSync(join(directory, 'huge.part'))).toBe(false)
})

const isRoot = process.getuid?.() === 0
const entries = (database: Database) => database.read((db) => db.get<{ n: number }>('SELECT count(*) AS n FROM log_entry'))!.n
const large = { ...happened, detail: { text: 'x'.repeat(20_000_000) } }

test.skipIf(whyNoDisk !== null)(
  `on a disk that fills up, sign-in and the log still work${whyNoDisk ? ` (not run: ${whyNoDisk})` : ''}`,
  async ({ skip }) => {
    const directory = mountDisk(8)
    if (directory === null) return skip('this machine mounts no tmpfs')
    const states: string[] = []
    const opened = openTestDatabase({
      directory,
      reserveBytes: 2 * 1024 * 1024,
      onStorageChange: () => states.push(opened.database.storage()),
    })
    await opened.database.append(bySystem, happened)
    expect(opened.database.storage()).toBe('well')
    fillDisk(directory)

    // More than the rest of the last page of the write-ahead log.
    for (let i = 0; i < 20; i++) await opened.database.change(bySystem, { ...happened, detail: { text: 'x'.repeat(4000) } }, () => null)
    expect(states).toEqual(['full'])
    expect(existsSync(join(directory, 'reserve'))).toBe(false)
    expect(entries(opened.database)).toBe(21)

    await expect(opened.database.change(bySystem, large, () => null)).rejects.toMatchObject({ code: 'DISK_FULL' })
    await expect(opened.database.append(bySystem, large)).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(await opened.database.append(bySystem, happened)).toBe(22)

    const again = await opened.reopen()
    expect(again.storage()).toBe('full')
    expect(await again.append(bySystem, happened)).toBe(23)

    rmSync(join(directory, 'filler'))
    await again.change(bySystem, happened, () => null)
    expect(states).toEqual(['full', 'well'])
    expect(existsSync(join(directory, 'reserve'))).toBe(true)
    expect(again.read((db) => db.get('PRAGMA integrity_check'))).toEqual({ integrity_check: 'ok' })
  },
)

test.skipIf(whyNoDisk !== null)(
  `a start on a full disk frees the reserve${whyNoDisk ? ` (not run: ${whyNoDisk})` : ''}`,
  async ({ skip }) => {
    const directory = mountDisk(8)
    if (directory === null) return skip('this machine mounts no tmpfs')
    const options = { directory, reserveBytes: 2 * 1024 * 1024 }
    const { database } = openTestDatabase(options)
    await database.append(bySystem, happened)
    await database.close()
    fillDisk(directory)
    const again = openTestDatabase(options).database
    expect(again.storage()).toBe('full')
    expect(await again.append(bySystem, happened)).toBe(2)
  },
)

test.skipIf(process.platform === 'win32')('a directory that cannot be written to is said to be', async () => {
  const { database, directory, path } = openTestDatabase()
  await database.close()
  const withoutRights = <T>(work: () => T): T => {
    chmodSync(directory, 0o500)
    if (isRoot) process.seteuid!(65534)
    try {
      return work()
    } finally {
      if (isRoot) process.seteuid!(0)
      chmodSync(directory, 0o700)
    }
  }
  const refusal = (where: string) => {
    try {
      openTestDatabase({ directory: where })
    } catch (error) {
      return storageFaultOf(error)
    }
    return 'opened'
  }
  expect(withoutRights(() => refusal(directory))).toBe('read-only')
  rmSync(path)
  expect(withoutRights(() => refusal(directory))).toBe('read-only')
  expect(existsSync(path)).toBe(false)
})
