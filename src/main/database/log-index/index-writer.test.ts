import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { openForReading } from '../connection.ts'
import type { AuditEvent, By } from '../database.ts'
import { termsOf } from './entry-terms.ts'
import { indexDirectory } from './index-schema.ts'
import type { SealedPart } from './index-writer.ts'
import { createIndexWriter } from './index-writer.ts'
import { openLogIndex } from './open-log-index.ts'
import { countEntries } from './part-counts.ts'
import { createEntryReading } from './read-entries.ts'

const partSize = 40
const happened = { action: 'thing.happened', message: 'A thing happened' }

const openIndexed = (given: Parameters<typeof openTestDatabase>[0] = {}) => {
  const opened = openTestDatabase(given)
  const directory = join(opened.directory, indexDirectory)
  const sealed: SealedPart[] = []
  const damaged: string[] = []
  const enter = (part: SealedPart) =>
    void opened.database.change(bySystem, { action: 'log.index-sealed', message: part.file, detail: { ...part } }, (tx) =>
      tx.run('INSERT INTO log_index_part VALUES (@file, @sha256) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256', {
        file: part.file,
        sha256: part.sha256,
      }),
    )
  /** All that can be indexed now; at most `steps` steps. */
  const indexNow = ({ steps = 10_000, entering = true } = {}) => {
    const writer = createIndexWriter({ databasePath: opened.path, directory, partSize })
    try {
      for (let step = 0; step < steps; step++) {
        const result = writer.step()
        if (result.sealed) {
          sealed.push(result.sealed)
          if (entering) enter(result.sealed)
        }
        if (result.damaged !== null) damaged.push(result.damaged)
        if (!result.more) return writer.reach()
      }
      return writer.reach()
    } finally {
      writer.close()
    }
  }
  const { connection, handle } = openForReading(opened.path)
  const index = openLogIndex({ directory, log: handle, partSize })
  onTestFinished(() => {
    index.close()
    connection.close()
  })
  const append = async (count: number, event: (n: number) => Partial<AuditEvent> = () => ({}), by: (n: number) => By = () => bySystem) => {
    const waiting = Array.from({ length: count }, (_, n) => {
      opened.clock.advance(700)
      return opened.database.append(by(n), { ...happened, ...event(n) })
    })
    await opened.database.flush()
    await Promise.all(waiting)
  }
  return {
    ...opened,
    opened,
    directory,
    sealed,
    damaged,
    indexNow,
    index,
    log: handle,
    append,
    files: () => readdirSync(directory).toSorted(),
  }
}
type Indexed = ReturnType<typeof openIndexed>

/** What each part holds, told from its tables alone. */
const contentOf = ({ index }: Pick<Indexed, 'index'>) =>
  index.parts().map((part) => ({
    number: part.number,
    indexedSequence: part.indexedSequence,
    sealed: part.sealed,
    minutes: part.db.all('SELECT * FROM minute ORDER BY minute, severity'),
    tallies: part.db.all('SELECT * FROM tally ORDER BY dimension, hour, value'),
    holds: (term: string) =>
      part.db
        .all<{ rowid: number }>('SELECT rowid FROM term WHERE term MATCH @term ORDER BY rowid', { term: `"${term}"` })
        .map((row) => row.rowid),
  }))

/** The same by brute force from the log. */
const expectEqualToLog = (indexed: Indexed, from = 1) => {
  const entries = createEntryReading(indexed.log).between(from - 1, Number.MAX_SAFE_INTEGER, 1_000_000)
  const parts = contentOf(indexed)
  expect(parts.map((part) => part.number)).toEqual(
    [...new Set(entries.map((entry) => Math.floor((entry.sequence - 1) / partSize)))].toSorted((a, b) => b - a),
  )
  for (const part of parts) {
    const own = entries.filter((entry) => Math.floor((entry.sequence - 1) / partSize) === part.number)
    expect(part.indexedSequence).toBe(own.at(-1)!.sequence)
    const known = new Map<string, Set<number>>()
    const counts = countEntries(own, {
      of: (dimension, hour) => {
        const key = `${dimension} ${hour}`
        if (!known.has(key)) known.set(key, new Set())
        return known.get(key)!
      },
    })
    const by =
      (...keys: string[]) =>
      (a: object, b: object) =>
        keys.map((key) => (a as Record<string, number>)[key]! - (b as Record<string, number>)[key]!).find((n) => n !== 0) ?? 0
    expect(part.minutes).toEqual(counts.minutes.toSorted(by('minute', 'severity')))
    expect(part.tallies).toEqual(counts.tallies.toSorted(by('dimension', 'hour', 'value')))
    const byTerm = new Map<string, number[]>()
    for (const entry of own) for (const term of termsOf(entry).split(' ')) byTerm.set(term, [...(byTerm.get(term) ?? []), entry.sequence])
    for (const [term, sequences] of byTerm) expect(part.holds(term), term).toEqual(sequences)
    expect(part.holds('nowhere')).toEqual([])
  }
}

test('entries are found in their part by value and by word; a full part is sealed and named by its digest', async () => {
  const indexed = openIndexed()
  await indexed.append(100, (n) => ({ message: `Thing ${n} for mara@example.com`, severity: n % 7 === 0 ? 'high' : 'info' }))
  expect(indexed.indexNow()).toEqual({ indexedSequence: 102, behind: 0 })
  expect(indexed.sealed.map(({ file, firstSequence, lastSequence }) => [file, firstSequence, lastSequence])).toEqual([
    ['000000000041.db', 41, 80],
    ['000000000001.db', 1, 40],
  ])
  expectEqualToLog(indexed)
})
