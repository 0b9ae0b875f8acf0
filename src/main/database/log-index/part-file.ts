/** One part of the log's index as a file: opened or made, filled, sealed, taken away. Only the index's worker writes here. */
import { hash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { CorruptDatabase } from '../sqlite-errors.ts'
import { handleOf } from '../connection.ts'
import type { Connection } from '../connection.ts'
import { indexSchema, indexVersion } from './index-schema.ts'
import { countEntries } from './part-counts.ts'
import type { KnownValues, PartCounts } from './part-counts.ts'
import type { IndexRow, Stretch } from './read-rows.ts'

export interface PartRow {
  version: number
  installation_id: string
  first_sequence: number
  indexed_sequence: number
  indexed_hash: string
  sealed: number
}

/** What a part must be of. */
export interface PartIdentity {
  installationId: string
  firstSequence: number
}

const sideFiles = ['-wal', '-shm', '-journal']
const sealing = (path: string): string => `${path}.sealing`

/** Also where something else lies in its place. */
export const removePart = (path: string): void => {
  for (const one of [path, ...sideFiles.map((side) => path + side), sealing(path)]) rmSync(one, { recursive: true, force: true })
}

const readPartRow = (connection: Connection): PartRow | undefined =>
  connection.prepare<[], PartRow>('SELECT version, installation_id, first_sequence, indexed_sequence, indexed_hash, sealed FROM part').get()

/** Null where the file is of another installation, version or place, or nothing is in it yet. Throws where it is no sound database. */
export const partRowOf = (connection: Connection, { installationId, firstSequence }: PartIdentity): PartRow | null => {
  if (connection.pragma('user_version', { simple: true }) !== indexVersion) return null
  const row = readPartRow(connection)
  if (row === undefined) return null
  return row.version === indexVersion && row.installation_id === installationId && row.first_sequence === firstSequence ? row : null
}

export interface PartFile {
  readonly indexedSequence: number
  readonly indexedHash: string
  /** Enters entries that follow those that are in. All or nothing. */
  add(stretch: Stretch, termsOf: (row: IndexRow) => string): void
  /** Makes the file one that never changes again; closed either way. Answers its SHA-256. */
  seal(): string
  close(): void
}

const insertCounts = (connection: Connection) => {
  const tx = handleOf(connection)
  return ({ minutes, tallies }: PartCounts): void => {
    for (const row of minutes)
      tx.run(
        `INSERT INTO minute (minute, severity, entries, events, first_sequence, last_sequence)
         VALUES (@minute, @severity, @entries, @events, @first_sequence, @last_sequence)
         ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, events = events + excluded.events, last_sequence = excluded.last_sequence`,
        { ...row },
      )
    for (const row of tallies)
      tx.run(
        `INSERT INTO tally (dimension, hour, value, entries, events, refused, failed)
         VALUES (@dimension, @hour, @value, @entries, @events, @refused, @failed)
         ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, events = events + excluded.events,
           refused = refused + excluded.refused, failed = failed + excluded.failed`,
        { ...row },
      )
  }
}

const keptHours = 1_000

/** Told apart in a part so far, read again where it is not known: after a start, a rollback, or a long while. */
const createKnownValues = (connection: Connection): KnownValues & { forget(): void } => {
  const kept = new Map<string, Set<number>>()
  const read = connection
    .prepare<[number, number], number>('SELECT value FROM tally WHERE dimension = ? AND hour = ? AND value <> 0')
    .pluck()
  return {
    of: (dimension, hour) => {
      const key = `${dimension} ${hour}`
      let values = kept.get(key)
      if (!values) {
        values = new Set(read.all(dimension, hour))
        if (kept.size >= keptHours) kept.clear()
        kept.set(key, values)
      }
      return values
    },
    forget: () => kept.clear(),
  }
}

/** A copy has no gaps and no other journal; only under the last name is it taken for sealed. */
const sealFile = (connection: Connection, path: string): string => {
  const copy = sealing(path)
  rmSync(copy, { force: true })
  closeSync(openSync(copy, 'wx', 0o600))
  connection.exec("INSERT INTO term (term) VALUES ('optimize')")
  connection.prepare('VACUUM INTO ?').run(copy)
  const sealed = new Sqlite(copy)
  try {
    sealed.pragma('synchronous = OFF')
    sealed.exec('UPDATE part SET sealed = 1')
  } finally {
    sealed.close()
  }
  const file = openSync(copy, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return hash('sha256', readFileSync(copy), 'hex')
}

const filePart = (connection: Connection, path: string, identity: PartIdentity, row: PartRow | null): PartFile => {
  const add = insertCounts(connection)
  const known = createKnownValues(connection)
  const insertTerms = connection.prepare('INSERT INTO term (rowid, terms) VALUES (?, ?)')
  const move = connection.prepare('UPDATE part SET indexed_sequence = ?, indexed_hash = ?')
  const begin = connection.prepare(
    'INSERT INTO part (only, version, installation_id, first_sequence, indexed_sequence, indexed_hash, sealed) VALUES (1, ?, ?, ?, ?, ?, 0)',
  )
  let last = row ? { sequence: row.indexed_sequence, hash: row.indexed_hash } : null

  const write = ({ rows, lastHash }: Stretch, termsOf: (row: IndexRow) => string): void => {
    for (const row of rows) insertTerms.run(row.sequence, termsOf(row))
    add(countEntries(rows, known))
    const { sequence } = rows.at(-1)!
    if (last) move.run(sequence, lastHash)
    else begin.run(indexVersion, identity.installationId, identity.firstSequence, sequence, lastHash)
  }
  return {
    get indexedSequence() {
      return last?.sequence ?? identity.firstSequence - 1
    },
    get indexedHash() {
      return last?.hash ?? ''
    },
    add: (stretch, termsOf) => {
      if (stretch.rows.length === 0) return
      connection.exec('BEGIN IMMEDIATE')
      try {
        write(stretch, termsOf)
        connection.exec('COMMIT')
      } catch (error) {
        known.forget()
        if (connection.inTransaction) connection.exec('ROLLBACK')
        throw error
      }
      last = { sequence: stretch.rows.at(-1)!.sequence, hash: stretch.lastHash }
    },
    seal: () => {
      let sha256: string
      try {
        sha256 = sealFile(connection, path)
      } finally {
        connection.close()
      }
      // Never the sealed file beside a write-ahead log that is not its own: a kill in between leaves a part to be made anew.
      for (const one of [path, ...sideFiles.map((side) => path + side)]) rmSync(one, { force: true })
      renameSync(sealing(path), path)
      return sha256
    },
    close: () => connection.close(),
  }
}

const openConnection = (path: string): Connection => {
  const connection = new Sqlite(path, { timeout: 500 })
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('temp_store = MEMORY')
  return connection
}

const preparedForWriting = (connection: Connection): Connection => {
  connection.pragma('journal_mode = WAL')
  // It can be made anew: what a power cut may take is the last moments, never its soundness.
  connection.pragma('synchronous = NORMAL')
  connection.pragma('cache_size = -16000')
  // Pages that are merged away soon are not carried over first; 16 MB at most wait.
  connection.pragma('wal_autocheckpoint = 4000')
  return connection
}

export const createPart = (path: string, identity: PartIdentity): PartFile => {
  removePart(path)
  // SQLite gives its side files the mode of the database.
  closeSync(openSync(path, 'wx', 0o600))
  const connection = openConnection(path)
  try {
    preparedForWriting(connection)
    connection.exec(`BEGIN; ${indexSchema} PRAGMA user_version = ${indexVersion}; COMMIT`)
    return filePart(connection, path, identity, null)
  } catch (error) {
    connection.close()
    throw error
  }
}

const assertSound = (connection: Connection): void => {
  if (connection.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new CorruptDatabase('A part of the index is damaged.')
  connection.exec("INSERT INTO term (term) VALUES ('integrity-check')")
}

/** What lies at a part's place: a sealed file, one to be gone on with, or null where it is none of this log. */
export type FoundPart = { sealed: true; row: PartRow; sha256: string } | { sealed: false; row: PartRow; file: PartFile }

/** What lies beside a file as its journal is read as if it were in it. A sealed file has none, whatever its digest. */
export const journalsOf = (file: string): string[] => [`${file}-wal`, `${file}-journal`]
const hasJournal = (path: string): boolean => journalsOf(path).some((journal) => existsSync(journal))

/** Throws where it is no sound database. */
export const openPart = (path: string, identity: PartIdentity): FoundPart | null => {
  const mayBeSealed = !hasJournal(path)
  const connection = openConnection(path)
  let kept = false
  try {
    const row = partRowOf(connection, identity)
    if (!row) return null
    if (row.sealed === 1) {
      if (!mayBeSealed) return null
      connection.close()
      return { sealed: true, row, sha256: hash('sha256', readFileSync(path), 'hex') }
    }
    preparedForWriting(connection)
    assertSound(connection)
    kept = true
    return { sealed: false, row, file: filePart(connection, path, identity, row) }
  } finally {
    if (!kept) connection.close()
  }
}
