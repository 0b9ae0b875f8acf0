import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import type { IndexedLog } from '../../test-kit/open-indexed-log.ts'

const first = '000000000001.db'
const second = '000000000041.db'
const growing = '000000000081.db'

/** Two sealed parts, and one that grows. */
const filled = async (directory?: string) => {
  const indexed = openIndexedLog(directory === undefined ? {} : { directory })
  await indexed.append(100, (n) => ({ message: `Thing ${n}`, detail: { note: `note ${n % 9}` } }))
  await indexed.indexNow()
  return indexed
}
const flip = (path: string, at: number) => {
  const bytes = readFileSync(path)
  bytes[at] = bytes[at]! ^ 0x55
  writeFileSync(path, bytes)
}

interface Damage {
  what: string
  /** Parts that the log says were otherwise. */
  damaged: string[]
  by(indexed: IndexedLog): void | Promise<void>
}
const inPart = ({ directory }: IndexedLog, file: string) => join(directory, file)

const damages: Damage[] = [
  { what: 'a sealed file is cut short', damaged: [first], by: (indexed) => truncateSync(inPart(indexed, first), 5000) },
  { what: 'a sealed file is emptied', damaged: [first], by: (indexed) => truncateSync(inPart(indexed, first), 0) },
  {
    what: 'a byte of a sealed file is flipped',
    damaged: [second],
    by: (indexed) => flip(inPart(indexed, second), statSync(inPart(indexed, second)).size - 7),
  },
  { what: 'the header of a sealed file is flipped', damaged: [second], by: (indexed) => flip(inPart(indexed, second), 3) },
  {
    what: 'a row is taken out of a sealed file',
    damaged: [first],
    by: (indexed) => {
      const other = new Sqlite(inPart(indexed, first))
      other.exec('DELETE FROM minute')
      other.close()
    },
  },
  {
    what: 'a sealed file is said to be growing, so that no digest would speak for it',
    damaged: [],
    by: (indexed) => {
      const other = new Sqlite(inPart(indexed, first))
      other.exec('UPDATE part SET sealed = 0, indexed_sequence = 20')
      other.close()
    },
  },
  {
    what: 'two sealed files are swapped',
    damaged: [second, first],
    by: (indexed) => {
      renameSync(inPart(indexed, first), inPart(indexed, 'aside'))
      renameSync(inPart(indexed, second), inPart(indexed, first))
      renameSync(inPart(indexed, 'aside'), inPart(indexed, second))
    },
  },
  {
    what: 'a sealed file is that of another installation',
    damaged: [first],
    by: async (indexed) => {
      const other = await filled()
      copyFileSync(inPart(other, first), inPart(indexed, first))
    },
  },
  { what: 'a sealed file is gone', damaged: [], by: (indexed) => rmSync(inPart(indexed, first)) },
  { what: 'all is gone', damaged: [], by: (indexed) => rmSync(indexed.directory, { recursive: true }) },
  { what: 'the growing file is cut short', damaged: [], by: (indexed) => truncateSync(inPart(indexed, growing), 9000) },
  { what: 'the growing file is no database', damaged: [], by: (indexed) => writeFileSync(inPart(indexed, growing), 'x'.repeat(30_000)) },
  {
    what: 'the growing file is that of another installation',
    damaged: [],
    by: async (indexed) => {
      const other = await filled()
      copyFileSync(inPart(other, growing), inPart(indexed, growing))
    },
  },
  {
    what: 'the growing file is of another version',
    damaged: [],
    by: (indexed) => {
      const other = new Sqlite(inPart(indexed, growing))
      other.pragma('user_version = 7')
      other.close()
    },
  },
  {
    what: 'the growing file lacks a table',
    damaged: [],
    by: (indexed) => {
      const other = new Sqlite(inPart(indexed, growing))
      other.exec('DROP TABLE tally')
      other.close()
    },
  },
  {
    what: 'the growing file is ahead of the log',
    damaged: [],
    by: (indexed) => {
      const other = new Sqlite(inPart(indexed, growing))
      other.exec('UPDATE part SET indexed_sequence = 119')
      other.close()
    },
  },
  {
    what: 'a write-ahead log is laid beside a sealed file, which would be read as part of it',
    damaged: [first],
    by: (indexed) => {
      const aside = join(indexed.dataDirectory, 'aside.db')
      copyFileSync(inPart(indexed, first), aside)
      const other = new Sqlite(aside)
      other.pragma('journal_mode = WAL')
      other.exec('DELETE FROM minute')
      copyFileSync(`${aside}-wal`, `${inPart(indexed, first)}-wal`)
      other.close()
    },
  },
  {
    what: 'a directory lies in the place of a file',
    damaged: [first],
    by: (indexed) => {
      rmSync(inPart(indexed, first))
      mkdirSync(inPart(indexed, first))
    },
  },
  {
    what: 'files lie there of parts that do not exist',
    damaged: [],
    by: (indexed) => {
      for (const name of ['000000000122.db', '000000004001.db', '000000000001.db.sealing']) writeFileSync(inPart(indexed, name), 'stray')
    },
  },
]

test.each(damages)('$what: it is made anew', async ({ by, damaged }) => {
  const indexed = await filled()
  expectIndexOfLog(indexed)
  indexed.index.close()
  await by(indexed)
  const made = await indexed.indexNow()
  expect(made.damaged.toSorted()).toEqual(damaged.toSorted())
  expectIndexOfLog(indexed)
  const files = readdirSync(indexed.directory).filter((name) => !name.startsWith(`${growing}-`))
  expect(files.toSorted()).toEqual([first, second, growing])
})

test.each(damages)('$what: until it is made anew, readers pass it over and nothing fails', async ({ by }) => {
  const indexed = await filled()
  await by(indexed)
  for (const part of indexed.index.parts()) {
    expect(part.firstSequence).toBe(part.number * indexed.partSize + 1)
    expect(part.indexedSequence).toBeGreaterThanOrEqual(part.firstSequence)
    expect(part.indexedSequence).toBeLessThanOrEqual(102)
  }
})

test("a sealed file that no entry of the log names is made anew: it may be anybody's", async () => {
  const indexed = openIndexedLog()
  await indexed.append(50)
  const { sealed } = await indexed.indexNow({ entering: false })
  expect(sealed).toHaveLength(1)
  const again = await indexed.indexNow()
  expect(again.sealed.map((part) => part.file)).toEqual([first])
  expect(again.damaged).toEqual([])
  expect((await indexed.indexNow()).sealed).toEqual([])
  expectIndexOfLog(indexed)
})

test('after an older copy of the log was put back, what the index knew of the lost entries is forgotten', async () => {
  const indexed = openIndexedLog()
  await indexed.append(50)
  await indexed.indexNow()
  await indexed.database.close()
  copyFileSync(indexed.path, `${indexed.path}.old`)
  const grown = await indexed.reopen()
  await indexed.append(70, () => ({ message: 'lost' }))
  await indexed.indexNow()
  await grown.close()
  for (const side of ['-wal', '-shm']) rmSync(indexed.path + side, { force: true })
  renameSync(`${indexed.path}.old`, indexed.path)

  const later = openIndexedLog({ directory: indexed.dataDirectory })
  // As many as were lost, so that the ends alone would fit.
  await later.append(69, () => ({ message: 'new' }))
  const { reach } = await later.indexNow()
  expect(reach.behind).toBe(0)
  expectIndexOfLog(later)
})

test('parts wholly below the horizon go; of the one that holds it, what was dropped stays only where it was sealed', async () => {
  const indexed = openIndexedLog()
  await indexed.append(130)
  await indexed.indexNow()
  const other = indexed.outside()
  other.exec('UPDATE log_horizon SET sequence = 90, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = 90)')
  other.exec('DELETE FROM log_entry WHERE sequence <= 90')
  await indexed.indexNow()
  expect(indexed.index.parts().map((part) => part.number)).toEqual([3, 2])
  expect(existsSync(join(indexed.directory, first))).toBe(false)

  rmSync(join(indexed.directory, growing))
  await indexed.indexNow()
  expectIndexOfLog(indexed)
})
