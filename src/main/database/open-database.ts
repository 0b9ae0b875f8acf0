/** Opens gatehouse.db and gives the doors of `database.ts`. The only place that holds a writable connection. */
import { closeSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import { GatehouseError } from '../../shared/errors.ts'
import { createAppendQueue } from './append-queue.ts'
import type { Connection, OnQuery } from './connection.ts'
import { handleOf, openForReading, openForWriting } from './connection.ts'
import type { Database, Readable } from './database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { lendHandle } from './lent-handle.ts'
import { createLogWriter } from './log-writer.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'
import { prepareEntry } from './prepare-entry.ts'
import type { PreparedEntry } from './prepare-entry.ts'
import { dropBelow, raiseHorizon, signedHorizon } from './raise-horizon.ts'
import type { Reserve } from './reserve-file.ts'
import { createReserve, reserveFile } from './reserve-file.ts'
import { signHead } from './sign-head.ts'
import { asGatehouseError, storageFaultOf } from './sqlite-errors.ts'
import { createWriteTransactions } from './write-transactions.ts'

export interface DatabaseOptions {
  /** Exists and is writable. */
  directory: string
  migrations: readonly Migration[]
  clock: Clock
  ids: Ids
  logger: Logger
  /** What is held back for a full disk; 16 MB unless said. Tests take less. */
  reserveBytes?: number
  /** After each commit of entries. */
  onAppended(lastSequence: number): void
  onStorageChange(): void
  onQuery?: OnQuery
}

export const databaseFile = 'gatehouse.db'
const copyDirectory = 'copies'

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** SQLite gives its side files the mode of the database. */
const makePrivate = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) closeSync(openSync(path, 'a', 0o600))
}

const nameInstallation = (connection: Connection, id: string, atMs: number): string => {
  const tx = handleOf(connection)
  const known = tx.get<{ id: string }>('SELECT id FROM installation')
  if (known) return known.id
  tx.run('INSERT INTO installation (only, id, created_at_ms) VALUES (1, @id, @atMs)', { id, atMs })
  return id
}

interface Opened {
  writing: Connection
  reading: { connection: Connection; handle: Readable }
  installationId: string
}

const openFile = ({ directory, migrations, clock, ids, onQuery }: DatabaseOptions): Opened => {
  const path = join(directory, databaseFile)
  inspectDatabase(path, migrations.at(-1)?.id ?? 0)
  makePrivate(path)
  const writing = openForWriting(path)
  try {
    migrate(writing, migrations, join(directory, copyDirectory))
    const installationId = nameInstallation(writing, ids.next(), clock.now())
    return { writing, reading: openForReading(path, onQuery), installationId }
  } catch (error) {
    writing.close()
    throw error
  }
}

const openEvenIfFull = (options: DatabaseOptions, reserve: Reserve): Opened => {
  try {
    return openFile(options)
  } catch (error) {
    if (storageFaultOf(error) !== 'full' || !reserve.free()) throw error
    return openFile(options)
  }
}

/** Throws `NewerDatabase`, `CorruptDatabase`, or SQLite's error where the directory cannot be written; see `storageFaultOf`. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { clock, logger } = options
  const path = join(options.directory, databaseFile)
  const reserve = createReserve(join(options.directory, reserveFile), options.reserveBytes)
  const { writing, reading, installationId } = openEvenIfFull(options, reserve)
  const tx = handleOf(writing, options.onQuery)
  const writer = createLogWriter(installationId)
  let closed = false
  let changesRefused = false

  /** Who listens must not make a commit look like a failure. */
  const tell = (listen: () => void) => {
    try {
      listen()
    } catch (error) {
      logger.error({ err: error }, 'a listener of the database failed')
    }
  }
  const transactions = createWriteTransactions({
    connection: writing,
    reserve,
    logger,
    committed: () => writer.committed(),
    rolledBack: () => writer.forget(),
    onStorageChange: () => tell(() => options.onStorageChange()),
  })
  const appended = (sequences: readonly number[]) => {
    const last = sequences.at(-1)
    if (last !== undefined) tell(() => options.onAppended(last))
  }
  const assertOpen = () => {
    if (closed) throw new GatehouseError('BUSY', 'The console is stopping.', {})
  }

  const flush = (): void => {
    const waiting = queue.waiting()
    if (waiting.length === 0) return
    let sequences: number[]
    try {
      sequences = transactions.run(() => writer.append(tx, waiting))
    } catch (error) {
      logger.error({ err: error, count: waiting.length }, 'entries could not be written')
      queue.settle(waiting.length, { error })
      return
    }
    queue.settle(waiting.length, { sequences })
    appended(sequences)
  }
  const queue = createAppendQueue(flush)

  return {
    installationId,
    read: (query) => {
      assertOpen()
      try {
        return query(reading.handle)
      } catch (error) {
        throw asGatehouseError(error)
      }
    },
    refuseChanges: () => {
      changesRefused = true
    },
    change: async (by, events, write) => {
      assertOpen()
      if (changesRefused) throw new GatehouseError('BUSY', 'The console is starting anew. Nothing was changed.', {})
      const waiting = queue.waiting()
      const atMs = clock.now()
      const { result, sequences } = transactions.run(() => {
        const lent = lendHandle(tx)
        try {
          const before = writer.append(tx, waiting)
          const value = write(lent.handle)
          if (value instanceof Promise) throw new Error('A change is synchronous: its write must not return a promise.')
          const told = typeof events === 'function' ? events(value) : events
          const entries = (Array.isArray(told) ? told : [told]).map((event) => prepareEntry({ ...by, ...event.by }, event, atMs))
          if (entries.length === 0) throw new Error('A change without an entry: every change names what it did.')
          return { result: value, sequences: [...before, ...writer.append(tx, entries)] }
        } finally {
          lent.end()
        }
      })
      queue.settle(waiting.length, { sequences })
      appended(sequences)
      return result
    },
    append: async (by, event) => {
      assertOpen()
      return queue.add(prepareEntry(by, event, clock.now()))
    },
    note: (note, params) => {
      assertOpen()
      if (writing.inTransaction) tx.run(note.sql, params)
      else transactions.run(() => tx.run(note.sql, params))
    },
    noteTogether: (notes) => {
      assertOpen()
      transactions.run(() => {
        for (const [note, params] of notes) tx.run(note.sql, params)
      })
    },
    signHead: (signer) => {
      assertOpen()
      return transactions.run(() => signHead(tx, installationId, signer, clock.now()))
    },
    raiseHorizon: (by, to, why, signer) => {
      assertOpen()
      const waiting = queue.waiting()
      const atMs = clock.now()
      const { head, sequences } = transactions.run(() => {
        const before = writer.append(tx, waiting)
        const append = (entries: readonly PreparedEntry[]) => writer.append(tx, entries)
        const raised = raiseHorizon(tx, { installationId, by, signer, to, why, atMs, append })
        return { head: raised.head, sequences: [...before, ...raised.sequences] }
      })
      queue.settle(waiting.length, { sequences })
      appended(sequences)
      return head
    },
    dropBelowHorizon: (signer, limit) => {
      assertOpen()
      return transactions.run(() => dropBelow(tx, signedHorizon(tx, installationId, signer).sequence, limit))
    },
    giveBack: (pages) => {
      assertOpen()
      const free = () => writing.pragma('freelist_count', { simple: true }) as number
      const before = free()
      if (before === 0) return false
      writing.pragma(`incremental_vacuum(${Math.trunc(pages)})`)
      return free() < before
    },
    flush: async () => flush(),
    storage: () => transactions.storage(),
    sizeBytes: () => sizeOf(path) + sizeOf(`${path}-wal`),
    usage: () => {
      const figure = (name: string) => writing.pragma(name, { simple: true }) as number
      const [pages, free, bytes] = [figure('page_count'), figure('freelist_count'), figure('page_size')]
      return { usedBytes: (pages - free) * bytes, freeBytes: free * bytes }
    },
    close: async () => {
      if (closed) return
      flush()
      closed = true
      reading.connection.close()
      writing.close()
    },
  }
}
