/** A real log with its index in small parts, and what the index should hold by brute force. */
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openForReading } from '../database/connection.ts'
import type { AuditEvent, By } from '../database/database.ts'
import { termsOf } from '../database/log-index/entry-terms.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { openLogIndex } from '../database/log-index/open-log-index.ts'
import { countEntries } from '../database/log-index/part-counts.ts'
import type { MinuteRow, TallyRow } from '../database/log-index/part-counts.ts'
import { createEntryReading } from '../database/log-index/read-entries.ts'
import type { ReadEntry } from '../database/log-index/read-entries.ts'
import { indexNow } from './index-now.ts'
import type { IndexNowOptions } from './index-now.ts'
import { bySystem, openTestDatabase } from './open-test-database.ts'

export const openIndexedLog = ({ partSize = 40, directory: given }: { partSize?: number; directory?: string } = {}) => {
  const opened = openTestDatabase(given === undefined ? {} : { directory: given })
  const directory = join(opened.directory, indexDirectory)
  const { connection, handle: log } = openForReading(opened.path)
  const index = openLogIndex({ directory, log, partSize })
  onTestFinished(() => {
    index.close()
    connection.close()
  })
  return {
    ...opened,
    get database() {
      return opened.database
    },
    /** Of the index. */
    directory,
    dataDirectory: opened.directory,
    partSize,
    log,
    index,
    indexNow: (options: IndexNowOptions = {}) =>
      indexNow({ directory: opened.directory, path: opened.path, database: opened.database }, { partSize, ...options }),
    /** `count` entries, 700 ms apart. */
    append: async (count: number, event: (n: number) => Partial<AuditEvent> = () => ({}), by: (n: number) => By = () => bySystem) => {
      const waiting = Array.from({ length: count }, (_, n) => {
        opened.clock.advance(700)
        return opened.database.append(by(n), { action: 'thing.happened', message: `Thing ${n}`, ...event(n) })
      })
      await opened.database.flush()
      await Promise.all(waiting)
    },
  }
}
export type IndexedLog = ReturnType<typeof openIndexedLog>

const inOrder =
  <Row extends object>(...keys: (keyof Row)[]) =>
  (a: Row, b: Row): number =>
    keys.map((key) => Number(a[key]) - Number(b[key])).find((difference) => difference !== 0) ?? 0

const expectedOf = (entries: readonly ReadEntry[]) => {
  const known = new Map<string, Set<number>>()
  const counts = countEntries(entries, {
    of: (dimension, hour) => {
      const key = `${dimension} ${hour}`
      if (!known.has(key)) known.set(key, new Set())
      return known.get(key)!
    },
  })
  const terms = new Map<string, number[]>()
  for (const entry of entries) for (const term of termsOf(entry).split(' ')) terms.set(term, [...(terms.get(term) ?? []), entry.sequence])
  return {
    minutes: counts.minutes.toSorted(inOrder<MinuteRow>('minute', 'severity')),
    tallies: counts.tallies.toSorted(inOrder<TallyRow>('dimension', 'hour', 'value')),
    terms: [...terms].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  }
}

/** Every term, minute and tally of every part is what the log's entries give, and no part is missing. */
export const expectIndexOfLog = ({ log, index, partSize }: Pick<IndexedLog, 'log' | 'index' | 'partSize'>): void => {
  const entries = createEntryReading(log).between(0, Number.MAX_SAFE_INTEGER, 1_000_000)
  const numberOf = (entry: ReadEntry) => Math.floor((entry.sequence - 1) / partSize)
  const parts = index.parts()
  expect(parts.map((part) => part.number)).toEqual([...new Set(entries.map(numberOf))].toSorted((a, b) => b - a))
  for (const { number, indexedSequence, db } of parts) {
    const own = entries.filter((entry) => numberOf(entry) === number)
    const expected = expectedOf(own)
    expect(indexedSequence).toBe(own.at(-1)!.sequence)
    expect(db.all('SELECT * FROM minute ORDER BY minute, severity')).toEqual(expected.minutes)
    expect(db.all('SELECT * FROM tally ORDER BY dimension, hour, value')).toEqual(expected.tallies)
    const held = expected.terms.map(([term]) => [
      term,
      db
        .all<{ rowid: number }>('SELECT rowid FROM term WHERE term MATCH @term ORDER BY rowid', { term: `"${term.replaceAll('"', '""')}"` })
        .map((row) => row.rowid),
    ])
    expect(held).toEqual(expected.terms)
  }
}
