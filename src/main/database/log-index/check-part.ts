/**
 * Compares one part of the log's index with the log itself: makes the terms, minutes and tallies of its entries anew and
 * sets them against what the file holds. For parts that no seal speaks for: the one that grows, or one made anew just now.
 *
 * It reads one moment of the part, a few milliseconds at a time. That moment is held to the end, which a part can bear: it
 * is small, and what is written meanwhile waits in its own write-ahead log.
 */
import Sqlite from 'better-sqlite3'
import { createIds } from '../../../ports/ids.ts'
import { systemClock } from '../../../ports/clock.ts'
import type { Connection } from '../connection.ts'
import type { Readable } from '../database.ts'
import { storageFaultOf } from '../sqlite-errors.ts'
import { termsOf } from './entry-terms.ts'
import { indexSchema, indexVersion } from './index-schema.ts'
import { countEntries } from './part-counts.ts'
import type { KnownValues, MinuteRow, TallyRow } from './part-counts.ts'
import type { PartRow } from './part-file.ts'
import { createFingerprint, mix, mixInSql, mostMixedEntries, seedsOf } from './part-fingerprint.ts'
import { createEntryReading } from './read-entries.ts'
import type { ReadEntry } from './read-entries.ts'

export interface CheckedPart {
  log: Readable
  path: string
  installationId: string
  firstSequence: number
  lastSequence: number
  /** Entries up to here are gone from the log; the part may hold them still. */
  horizonSequence: number
}

/** `right`: as the log has it. `wrong`: of the entry from which on, and what is wrong, as the end of a sentence about the part. `gone`: being made anew. */
export type PartFinding =
  { kind: 'right'; indexedSequence: number; sealed: boolean } | { kind: 'wrong'; sequence: number; what: string } | { kind: 'gone' }
export type PartStep = PartFinding | { kind: 'more'; share: number }

export interface PartCheck {
  step(budgetMs: number): PartStep
  close(): void
}

const pageEntries = 250
const rowsBetweenLooks = 200
const hourMs = 3_600_000

class Wrong extends Error {
  readonly sequence: number
  constructor(sequence: number, what: string) {
    super(what)
    this.sequence = sequence
  }
}

const schemaOf = (connection: Connection): string =>
  JSON.stringify([
    connection
      .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
      .raw()
      .all(),
    connection.prepare('SELECT k, v FROM term_config ORDER BY k').raw().all(),
  ])
let ownSchema: string | null = null
const expectedSchema = (): string => {
  if (ownSchema !== null) return ownSchema
  const fresh = new Sqlite(':memory:')
  fresh.exec(indexSchema)
  ownSchema = schemaOf(fresh)
  fresh.close()
  return ownSchema
}

const openForChecking = (path: string): Connection => {
  const connection = new Sqlite(path, { readonly: true, timeout: 500 })
  try {
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('temp_store = MEMORY')
    connection.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'term', 'instance')")
    connection.pragma('query_only = ON')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Null where it is being made by this version, or will be. */
const readRow = (connection: Connection, { log, installationId, firstSequence, lastSequence }: CheckedPart): PartRow | null => {
  if (connection.pragma('user_version', { simple: true }) !== indexVersion) return null
  if (schemaOf(connection) !== expectedSchema()) throw new Wrong(firstSequence, 'is not built as a part of the index is')
  const row = connection
    .prepare<[], PartRow>('SELECT version, installation_id, first_sequence, indexed_sequence, indexed_hash, sealed FROM part')
    .get()
  if (!row) return null
  const hash = log.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = @sequence', {
    sequence: row.indexed_sequence,
  })?.hash
  const isOurs = row.version === indexVersion && row.installation_id === installationId && row.first_sequence === firstSequence
  if (!isOurs || row.indexed_sequence > lastSequence || hash !== row.indexed_hash)
    throw new Wrong(firstSequence, 'is that of another log, or of other entries')
  if (row.sealed !== 0 && (row.sealed !== 1 || row.indexed_sequence !== lastSequence))
    throw new Wrong(firstSequence, 'says that it is finished, and is not')
  return row
}

const createKnown = (): KnownValues => {
  const kept = new Map<string, Set<number>>()
  return {
    of: (dimension, hour) => {
      const key = `${dimension} ${hour}`
      const values = kept.get(key) ?? new Set<number>()
      kept.set(key, values)
      return values
    },
  }
}

/** What the entries add up to. */
const createExpected = () => {
  const minutes = new Map<string, MinuteRow>()
  const tallies = new Map<string, TallyRow>()
  const known = createKnown()
  return {
    minutes,
    tallies,
    add: (entries: readonly ReadEntry[]) => {
      const counts = countEntries(entries, known)
      for (const row of counts.minutes) {
        const key = `${row.minute} ${row.severity}`
        const before = minutes.get(key)
        if (!before) minutes.set(key, row)
        else {
          before.entries += row.entries
          before.events += row.events
          before.last_sequence = row.last_sequence
        }
      }
      for (const row of counts.tallies) {
        const key = `${row.dimension} ${row.hour} ${row.value}`
        const before = tallies.get(key)
        if (!before) tallies.set(key, row)
        else {
          before.entries += row.entries
          before.events += row.events
          before.refused += row.refused
          before.failed += row.failed
        }
      }
    },
  }
}

const sameMinute = (a: MinuteRow, b: MinuteRow): boolean =>
  a.entries === b.entries && a.events === b.events && a.first_sequence === b.first_sequence && a.last_sequence === b.last_sequence
/** After a clock that stepped back far, a minute holds entries that are dropped and some that are not: those are the least it counts. */
const mayHoldDropped = (own: MinuteRow, stored: MinuteRow): boolean =>
  own.entries < stored.entries && own.events < stored.events && own.last_sequence === stored.last_sequence
const sameTally = (a: TallyRow, b: TallyRow): boolean =>
  a.entries === b.entries && a.events === b.events && a.refused === b.refused && a.failed === b.failed

/** Yields how much is done, from 0 to 1, wherever it may pause. */
function* compare(connection: Connection, part: CheckedPart): Generator<number, PartFinding> {
  const row = readRow(connection, part)
  if (!row) return { kind: 'gone' }
  yield 0
  if (connection.pragma('integrity_check(term)', { simple: true }) !== 'ok') throw new Wrong(part.firstSequence, 'is damaged')

  const { firstSequence } = part
  const floor = Math.max(firstSequence - 1, part.horizonSequence)
  const seeds = seedsOf(Buffer.from(createIds(systemClock).token(16), 'base64url'))
  const expected = createFingerprint(seeds)
  const counted = createExpected()
  const reading = createEntryReading(part.log)
  for (let after = floor; after < row.indexed_sequence;) {
    const entries = reading.between(after, row.indexed_sequence, pageEntries)
    if (entries.length === 0) break
    for (const entry of entries) {
      const mixed = mix(seeds, entry.sequence - firstSequence)
      for (const term of termsOf(entry).split(' ')) expected.add(term, 1, mixed)
    }
    counted.add(entries)
    after = entries.at(-1)!.sequence
    yield (0.5 * (after - floor)) / Math.max(1, row.indexed_sequence - floor)
  }

  const found = createFingerprint(seeds)
  let looked = 0
  for (const [term, entries, mixed] of connection
    .prepare<[object], [string, number, number]>(
      `SELECT term, count(*), sum(${mixInSql}) FROM temp.vocabulary WHERE doc < @first OR doc > @floor GROUP BY term`,
    )
    .raw()
    .iterate({ first: firstSequence, factor: seeds.factor, offset: seeds.offset, floor })) {
    found.add(term, entries, mixed)
    if (++looked % rowsBetweenLooks === 0) yield Math.min(0.9, 0.5 + (0.4 * found.pairs()) / Math.max(1, expected.pairs()))
  }
  if (!found.equals(expected)) throw new Wrong(floor + 1, 'does not lead to the entries that hold what is searched for')

  const droppedHours = new Set<number>()
  for (const stored of connection
    .prepare<[], MinuteRow>('SELECT minute, severity, entries, events, first_sequence, last_sequence FROM minute')
    .iterate()) {
    if (++looked % rowsBetweenLooks === 0) yield 0.92
    if (stored.last_sequence <= floor && part.horizonSequence >= firstSequence) {
      droppedHours.add(Math.floor(stored.minute / hourMs) * hourMs)
      continue
    }
    const key = `${stored.minute} ${stored.severity}`
    const own = counted.minutes.get(key)
    const isMixed = stored.first_sequence <= floor && part.horizonSequence >= firstSequence
    if (isMixed) droppedHours.add(Math.floor(stored.minute / hourMs) * hourMs)
    if (!own || !(isMixed ? mayHoldDropped(own, stored) : sameMinute(own, stored)))
      throw new Wrong(own?.first_sequence ?? floor + 1, 'counts other entries by the minute than there are')
    counted.minutes.delete(key)
  }
  for (const left of counted.minutes.values()) throw new Wrong(left.first_sequence, 'counts other entries by the minute than there are')

  for (const stored of connection
    .prepare<[], TallyRow>('SELECT dimension, hour, value, entries, events, refused, failed FROM tally')
    .iterate()) {
    if (++looked % rowsBetweenLooks === 0) yield 0.96
    if (droppedHours.has(stored.hour)) continue
    const key = `${stored.dimension} ${stored.hour} ${stored.value}`
    const own = counted.tallies.get(key)
    if (!own || !sameTally(own, stored)) throw new Wrong(floor + 1, 'counts other values by the hour than there are')
    counted.tallies.delete(key)
  }
  for (const left of counted.tallies.values())
    if (!droppedHours.has(left.hour)) throw new Wrong(floor + 1, 'counts other values by the hour than there are')
  return { kind: 'right', indexedSequence: row.indexed_sequence, sealed: row.sealed === 1 }
}

/** Where the file cannot be opened any more it is being made anew. */
const findingOf = (error: unknown, firstSequence: number): PartFinding => {
  if (error instanceof Wrong) return { kind: 'wrong', sequence: error.sequence, what: error.message }
  const fault = storageFaultOf(error)
  if (fault === 'busy' || (fault === 'read-only' && error instanceof Error && 'code' in error && error.code === 'SQLITE_CANTOPEN'))
    return { kind: 'gone' }
  if (error instanceof Sqlite.SqliteError) return { kind: 'wrong', sequence: firstSequence, what: 'cannot be read' }
  throw error
}

export const createPartCheck = (part: CheckedPart): PartCheck => {
  if (part.lastSequence - part.firstSequence >= mostMixedEntries) throw new Error('A part of the index is too large to be checked.')
  let connection: Connection | null = null
  let work: Generator<number, PartFinding> | null = null
  let finding: PartFinding | null = null

  const close = () => {
    work?.return({ kind: 'gone' })
    work = null
    connection?.close()
    connection = null
  }
  const run = (budgetMs: number): PartStep => {
    const started = systemClock.monotonic()
    if (!work) {
      connection = openForChecking(part.path)
      connection.exec('BEGIN')
      work = compare(connection, part)
    }
    while (true) {
      const next = work.next()
      if (next.done) return next.value
      if (systemClock.monotonic() - started > budgetMs) return { kind: 'more', share: next.value }
    }
  }
  return {
    step: (budgetMs) => {
      if (finding) return finding
      let step: PartStep
      try {
        step = run(budgetMs)
      } catch (error) {
        step = findingOf(error, part.firstSequence)
      }
      if (step.kind !== 'more') {
        finding = step
        close()
      }
      return step
    },
    close,
  }
}
