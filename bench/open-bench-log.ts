// Opens a log with the parts that a console has for it: the door, the index that follows, readers, audit and figures.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrations } from '../src/main/console/migrations.ts'
import { createIndexKeeper } from '../src/main/database/log-index/index-keeper.ts'
import { indexDirectory } from '../src/main/database/log-index/index-schema.ts'
import { databaseFile, openDatabase } from '../src/main/database/open-database.ts'
import { createReader } from '../src/main/database/reader.ts'
import { createAudit } from '../src/main/features/audit/audit.service.ts'
import type { AuditSlices } from '../src/main/features/audit/audit.slices.ts'
import { createFigures } from '../src/main/features/audit/figures.service.ts'
import { systemClock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { silentLogger } from '../src/ports/logger.ts'

const worker = (file: string) => new URL(`../src/main/console/${file}`, import.meta.url)

export const openBenchLog = (directory: string) => {
  const clock = systemClock
  const logger = silentLogger
  const databasePath = join(directory, databaseFile)
  const indexPath = join(directory, indexDirectory)
  const database = openDatabase({
    directory,
    migrations,
    clock,
    ids: createIds(clock),
    logger,
    onAppended: () => keeper.look(),
    onStorageChange: () => {},
  })
  const keeper = createIndexKeeper({
    workerUrl: worker('index-worker.ts'),
    database,
    databasePath,
    directory: indexPath,
    clock,
    logger,
  })
  const startReader = () => createReader<AuditSlices>(worker('reader-worker.ts'), { databasePath, indexDirectory: indexPath })
  const reader = startReader()
  const longReader = startReader()
  const audit = createAudit({ database, reader, longReader, clock, dataDirectory: directory, trustedKeys: () => null })
  keeper.look()

  return {
    databasePath,
    database,
    audit,
    figures: createFigures({ reader, clock }),
    /** Resolves once all that is in the log is in the index too. */
    indexReached: async (): Promise<void> => {
      for (;;) {
        const state = keeper.state()
        if (state?.trouble) throw new Error(`The index is in trouble: ${JSON.stringify(state.trouble)}`)
        if (state?.behind === 0 && state.indexedSequence >= audit.size().lastSequence) return
        await sleep(10)
      }
    },
    sizes: () => ({ databaseBytes: database.usage().usedBytes, indexBytes: keeper.sizeBytes() }),
    close: async () => {
      await audit.close()
      await keeper.stop()
      await reader.close()
      await longReader.close()
      await database.close()
    },
  }
}
export type BenchLog = ReturnType<typeof openBenchLog>
