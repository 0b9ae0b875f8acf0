// The log's writer in batches of one commit each, without the door that checks and promises every entry; the index may follow it.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { handleOf, openForWriting } from '../src/main/database/connection.ts'
import type { AuditEvent, Database, Writable } from '../src/main/database/database.ts'
import { createIndexKeeper } from '../src/main/database/log-index/index-keeper.ts'
import { indexDirectory } from '../src/main/database/log-index/index-schema.ts'
import { createLogWriter } from '../src/main/database/log-writer.ts'
import { databaseFile } from '../src/main/database/open-database.ts'
import { prepareEntry } from '../src/main/database/prepare-entry.ts'
import type { PreparedEntry } from '../src/main/database/prepare-entry.ts'
import { systemClock } from '../src/ports/clock.ts'
import { silentLogger } from '../src/ports/logger.ts'

const indexWorker = new URL('../src/main/console/index-worker.ts', import.meta.url)

/** The database in `directory` is there and nobody else has it open. */
export const openBareLog = (directory: string) => {
  const databasePath = join(directory, databaseFile)
  const connection = openForWriting(databasePath)
  const tx = handleOf(connection)
  const writer = createLogWriter(tx.get<{ id: string }>('SELECT id FROM installation')!.id)
  let last = tx.get<{ last: number | null }>('SELECT max(sequence) AS last FROM log_entry')?.last ?? 0
  let look = () => {}

  const commit = (work: () => number[]): void => {
    connection.exec('BEGIN IMMEDIATE')
    const sequences = work()
    connection.exec('COMMIT')
    writer.committed()
    last = sequences.at(-1) ?? last
    look()
  }
  const append = (entries: readonly PreparedEntry[]): void => commit(() => writer.append(tx, entries))
  /** What the index tells the log, as the door would write it. */
  const door: Pick<Database, 'append' | 'change'> = {
    append: async (by, event) => {
      append([prepareEntry(by, event, Date.now())])
      return last
    },
    change: async (by, event, write: (tx: Writable) => never) => {
      commit(() => {
        write(tx)
        return writer.append(tx, [prepareEntry(by, event as AuditEvent, Date.now())])
      })
      return undefined as never
    },
  }
  const keeper = createIndexKeeper({
    workerUrl: indexWorker,
    database: door,
    databasePath,
    directory: join(directory, indexDirectory),
    clock: systemClock,
    logger: silentLogger,
  })

  return {
    append,
    /** From here on the index follows. */
    startIndex: () => {
      look = () => keeper.look()
      look()
    },
    /** Resolves once all that is in the log by then is in the index too. */
    indexReached: async (onProgress: (behind: number) => void = () => {}): Promise<void> => {
      for (;;) {
        const state = keeper.state()
        if (state?.trouble) throw new Error(`The index is in trouble: ${JSON.stringify(state.trouble)}`)
        if (state?.behind === 0 && state.indexedSequence >= last) return
        if (state) onProgress(state.behind)
        await sleep(5)
      }
    },
    close: async () => {
      await keeper.stop()
      connection.close()
    },
  }
}
