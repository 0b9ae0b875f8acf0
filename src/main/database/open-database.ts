/** Opens gatehouse.db and gives the doors of `database.ts`. The only place that holds a writable connection. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import { createAppendQueue } from './append-queue.ts'
import { encodeHead } from './chain.ts'
import { handleOf, openForReading, openForWriting } from './connection.ts'
import type { AuditEvent, By, Database, KeptHead, Storage } from './database.ts'
import { createLogWriter } from './log-writer.ts'
import type { LogEvent } from './log-writer.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'
import { createReserve } from './reserve-file.ts'
import { asGatehouseError, storageFaultOf } from './sqlite-errors.ts'

export interface DatabaseOptions {
  /** Exists and is writable. */
  directory: string
  migrations: readonly Migration[]
  clock: Clock
  ids: Ids
  logger: Logger
  /** After each commit of entries. */
  onAppended(lastSequence: number): void
  onStorageChange(): void
}

export const databaseFile = 'gatehouse.db'
/** Below this size the whole file is checked at the start; above, a check would hold up the window. */
const checkedAtStartBytes = 32 * 1024 * 1024

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Throws `NewerDatabase`, or SQLite's error where the file is no sound database or the directory cannot be written. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { clock, ids, logger } = options
  const path = join(options.directory, databaseFile)
  const writing = openForWriting(path)
  let reading: ReturnType<typeof openForReading>
  const tx = handleOf(writing)
  let installationId: string
  try {
    if (sizeOf(path) < checkedAtStartBytes) {
      const found = writing.pragma('quick_check(1)', { simple: true })
      if (found !== 'ok') throw new Sqlite.SqliteError(String(found), 'SQLITE_CORRUPT')
    }
    migrate(writing, options.migrations, join(options.directory, 'copies'))
    tx.run('INSERT INTO installation (only, id, created_at_ms) VALUES (1, @id, @at) ON CONFLICT (only) DO NOTHING', {
      id: ids.next(),
      at: clock.now(),
    })
    installationId = tx.get<{ id: string }>('SELECT id FROM installation')!.id
    reading = openForReading(path)
  } catch (error) {
    writing.close()
    throw error
  }

  const reserve = createReserve(join(options.directory, 'reserve'))
  let storage: Storage = reserve.take() ? 'well' : 'full'
  const setStorage = (next: Storage) => {
    if (storage === next) return
    storage = next
    options.onStorageChange()
  }
  const writer = createLogWriter(installationId)

  const attempt = <T>(work: () => T): T => {
    writing.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      writing.exec('COMMIT')
      writer.committed()
      return result
    } catch (error) {
      if (writing.inTransaction) writing.exec('ROLLBACK')
      writer.forget()
      throw error
    }
  }
  /** On a full disk the reserve is freed and the work tried once more. */
  const transaction = <T>(work: () => T): T => {
    try {
      const result = attempt(work)
      if (storage === 'full' && reserve.take()) setStorage('well')
      return result
    } catch (error) {
      if (storageFaultOf(error) !== 'full') throw asGatehouseError(error)
      logger.error({ err: error }, 'the disk is full')
      const freed = reserve.free()
      setStorage('full')
      if (!freed) throw asGatehouseError(error)
      try {
        return attempt(work)
      } catch (again) {
        throw asGatehouseError(again)
      }
    }
  }

  const flush = (): void => {
    const count = queue.waiting().length
    if (count === 0) return
    let sequences: number[]
    try {
      sequences = transaction(() =>
        writer.append(
          tx,
          queue
            .waiting()
            .slice(0, count)
            .map((waiting) => waiting.logEvent),
        ),
      )
    } catch (error) {
      logger.error({ err: error, count }, 'entries could not be written')
      queue.settle(count, { error })
      return
    }
    queue.settle(count, sequences)
    options.onAppended(sequences.at(-1)!)
  }
  const queue = createAppendQueue(flush)

  return {
    installationId,
    read: (query) => {
      try {
        return query(reading.handle)
      } catch (error) {
        throw asGatehouseError(error)
      }
    },
    change: async (by, events, write) => {
      const count = queue.waiting().length
      let sequences: number[] = []
      const atMs = clock.now()
      const result = transaction(() => {
        const before: LogEvent[] = queue
          .waiting()
          .slice(0, count)
          .map((waiting) => waiting.logEvent)
        sequences = before.length > 0 ? writer.append(tx, before) : []
        const value = write(tx)
        const told: AuditEvent | AuditEvent[] = typeof events === 'function' ? events(value) : events
        const list = Array.isArray(told) ? told : [told]
        if (list.length === 0) throw new Error('A change without an entry: every change names what it did.')
        sequences = [
          ...sequences,
          ...writer.append(
            tx,
            list.map((event) => ({ by, event, atMs })),
          ),
        ]
        return value
      })
      queue.settle(count, sequences)
      options.onAppended(sequences.at(-1)!)
      return result
    },
    append: (by: By, event: AuditEvent) => queue.add({ by, event, atMs: clock.now() }),
    note: (note, params) => {
      try {
        tx.run(note.sql, params)
      } catch (error) {
        throw asGatehouseError(error)
      }
    },
    signHead: (signer): KeptHead | null =>
      transaction(() => {
        const newest = tx.get<{ sequence: number; hash: string }>(
          'SELECT sequence, lower(hex(hash)) AS hash FROM log_entry ORDER BY sequence DESC LIMIT 1',
        )
        const signed = tx.get<{ sequence: number }>('SELECT sequence FROM log_head ORDER BY sequence DESC LIMIT 1')
        if (!newest || (signed && signed.sequence >= newest.sequence)) return null
        const horizon = tx.get<{ sequence: number; hash: string }>('SELECT sequence, hash FROM log_horizon')!
        const statement = {
          sequence: newest.sequence,
          atMs: clock.now(),
          hash: newest.hash,
          horizonSequence: horizon.sequence,
          horizonHash: horizon.hash,
        }
        const signature = signer.sign(encodeHead(installationId, statement))
        tx.run(
          'INSERT INTO log_head (sequence, at_ms, hash, horizon_sequence, horizon_hash, key_id, signature) VALUES (@sequence, @atMs, @hash, @horizonSequence, @horizonHash, @keyId, @signature)',
          { ...statement, keyId: signer.keyId, signature },
        )
        return { ...statement, keyId: signer.keyId, signature: signature.toString('base64') }
      }),
    flush: async () => flush(),
    storage: () => storage,
    sizeBytes: () => sizeOf(path) + sizeOf(`${path}-wal`),
    close: async () => {
      flush()
      reading.connection.close()
      writing.close()
    },
  }
}
