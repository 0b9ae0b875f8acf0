/** The reading side of the log's index: its parts, opened when they are first asked for and kept open, the newest first. */
import { readdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { openForReading } from '../connection.ts'
import type { Connection, OnQuery } from '../connection.ts'
import type { Readable, SqlParams } from '../database.ts'
import { storageFaultOf } from '../sqlite-errors.ts'
import { firstSequenceOf, lastSequenceOf, partEntries, partNumberOfFile } from './index-schema.ts'
import type { IndexPart, LogIndex } from './log-index.ts'
import { journalsOf, partRowOf } from './part-file.ts'
import type { PartRow } from './part-file.ts'

/** A part could not be read: it is passed over from here on, so that to ask again finds a gap. */
export class UnreadablePart extends Error {
  override name = 'UnreadablePart'
  readonly file: string
  constructor(file: string, cause: unknown) {
    super(`The part ${file} of the log's index cannot be read.`, { cause })
    this.file = file
  }
}

export interface OpenedLogIndex extends LogIndex {
  close(): void
}

export const noLogIndex: LogIndex = { parts: () => [] }

interface Known {
  stats: Stats
  row: PartRow
  /** Null where others were used since. */
  opened: { connection: Connection; handle: Readable } | null
}

/** Ten million entries have 39 parts. */
const mostOpen = 64
const cacheKilobytes = 1024

const isUnreadable = (error: unknown): boolean =>
  storageFaultOf(error) === 'corrupt' || (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_IOERR'))

/** A sealed file stays as it is; of one that grows only its place on the disk stays. */
const isSame = (a: Stats, b: Stats, sealed: boolean): boolean =>
  a.ino === b.ino && a.dev === b.dev && (!sealed || (a.size === b.size && a.mtimeMs === b.mtimeMs))

export interface LogIndexOptions {
  /** Where there is none, no part is there. */
  directory: string
  /** The console's own database: a part that does not fit it is passed over. */
  log: Readable
  partSize?: number
  onQuery?: OnQuery
  /** Told of each file that turns out not to be readable. */
  onUnreadable?(file: string): void
}

export const openLogIndex = ({
  directory,
  log,
  partSize = partEntries,
  onQuery,
  onUnreadable = () => {},
}: LogIndexOptions): OpenedLogIndex => {
  /** In the order of their last use. */
  const known = new Map<string, Known>()
  const bad = new Map<string, string>()
  let installationId: string | undefined

  const forget = (name: string): void => {
    known.get(name)?.opened?.connection.close()
    known.delete(name)
  }
  const openFile = (name: string) => {
    const opened = openForReading(join(directory, name), onQuery)
    opened.connection.pragma(`cache_size = -${cacheKilobytes}`)
    return opened
  }
  const letOldestGo = (): void => {
    const open = [...known.values()].filter((one) => one.opened !== null)
    for (const one of open.slice(0, Math.max(0, open.length - mostOpen))) {
      one.opened?.connection.close()
      one.opened = null
    }
  }
  /** Its newest entry is in the log as it was when it was indexed: then so is all below it. */
  const fitsLog = (row: PartRow): boolean =>
    log.get('SELECT 1 FROM log_entry WHERE sequence = @sequence AND lower(hex(hash)) = @hash', {
      sequence: row.indexed_sequence,
      hash: row.indexed_hash,
    }) !== undefined
  /** Rereads what a growing part holds; opens one that is new. Null where it is not of this log. */
  const look = (name: string, number: number, stats: Stats): Known | null => {
    const before = known.get(name)
    if (before && !isSame(before.stats, stats, before.row.sealed === 1)) forget(name)
    const one = known.get(name)
    if (one && one.row.sealed === 1) return one
    const opened = one?.opened ?? openFile(name)
    let row: PartRow | null = null
    try {
      row = partRowOf(opened.connection, {
        installationId: (installationId ??= log.get<{ id: string }>('SELECT id FROM installation')?.id ?? ''),
        firstSequence: firstSequenceOf(number, partSize),
      })
      if (row && !fitsLog(row)) row = null
    } finally {
      if (!row) {
        opened.connection.close()
        known.delete(name)
      }
    }
    if (!row) return null
    const now: Known = { stats, row, opened }
    known.delete(name)
    known.set(name, now)
    return now
  }

  /** What tells that a file has changed since; of one that grows, its write-ahead log does. */
  const markOf = (name: string): string =>
    [name, `${name}-wal`]
      .map((file) => statSync(join(directory, file), { throwIfNoEntry: false }))
      .map((stats) => (stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : ''))
      .join(' ')
  const refuse = (name: string): void => {
    forget(name)
    bad.set(name, markOf(name))
    onUnreadable(name)
  }
  /** Opens it again where it had to make room. */
  const handleOf = (name: string): Readable => {
    const one = known.get(name)
    if (!one) throw new UnreadablePart(name, new Error('It is gone.'))
    one.opened ??= openFile(name)
    known.delete(name)
    known.set(name, one)
    letOldestGo()
    return one.opened.handle
  }
  const readingOf = (name: string): Readable => {
    const guarded = <T>(read: (handle: Readable) => T): T => {
      try {
        return read(handleOf(name))
      } catch (error) {
        if (!isUnreadable(error)) throw error
        refuse(name)
        throw new UnreadablePart(name, error)
      }
    }
    return {
      get: <Row>(sql: string, params?: SqlParams) => guarded((handle) => handle.get<Row>(sql, params)),
      all: <Row>(sql: string, params?: SqlParams) => guarded((handle) => handle.all<Row>(sql, params)),
    }
  }

  const partOf = (name: string, number: number): IndexPart | null => {
    const stats = statSync(join(directory, name), { throwIfNoEntry: false })
    if (!stats?.isFile()) return null
    if (bad.has(name)) {
      if (bad.get(name) === markOf(name)) return null
      bad.delete(name)
    }
    try {
      const one = look(name, number, stats)
      if (!one) return null
      return {
        number,
        firstSequence: firstSequenceOf(number, partSize),
        indexedSequence: Math.min(one.row.indexed_sequence, lastSequenceOf(number, partSize)),
        sealed: one.row.sealed === 1,
        db: readingOf(name),
      }
    } catch (error) {
      // Anything else may be over in a moment: it is just being made, or replaced.
      if (isUnreadable(error)) refuse(name)
      return null
    }
  }

  return {
    parts: () => {
      let names: string[]
      try {
        names = readdirSync(directory)
      } catch {
        return []
      }
      const there = new Set(names)
      for (const name of known.keys()) if (!there.has(name)) forget(name)
      const found: IndexPart[] = []
      for (const name of names.toSorted().toReversed()) {
        const number = partNumberOfFile(name, partSize)
        const part = number === null ? null : partOf(name, number)
        if (part && !(part.sealed && journalsOf(name).some((journal) => there.has(journal)))) found.push(part)
      }
      letOldestGo()
      return found
    },
    close: () => {
      for (const name of known.keys()) forget(name)
    },
  }
}
