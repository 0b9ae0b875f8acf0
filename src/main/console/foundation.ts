/** What every feature stands on: the databases and their readers, the log's index, settings, time, ids and events. */
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import type { Ids } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import type { LiveEvents } from '../../ports/live-events.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Database } from '../database/database.ts'
import { createIndexKeeper } from '../database/log-index/index-keeper.ts'
import type { IndexKeeper } from '../database/log-index/index-keeper.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { openTelemetry, telemetryFile } from '../database/open-telemetry.ts'
import { createQueryTimes } from '../database/query-times.ts'
import type { QueryTimes } from '../database/query-times.ts'
import { createReader } from '../database/reader.ts'
import type { Reader } from '../database/reader.ts'
import { createRepeatedEvents } from '../database/repeated-events.ts'
import type { RepeatedEvents } from '../database/repeated-events.ts'
import type { Telemetry } from '../database/telemetry.ts'
import { createSettings } from '../features/settings/settings.service.ts'
import type { Settings } from '../features/settings/settings.service.ts'
import type { ConsoleOptions } from './console.ts'
import { migrations } from './migrations.ts'
import type { ConsoleSlices } from './reader-worker.ts'
import { indexWorker, readerWorker } from './worker-modules.ts'

export interface Foundation {
  options: ConsoleOptions
  dataDirectory: string
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  database: Database
  telemetry: Telemetry
  /** Closed after everything that appends through it. */
  repeated: RepeatedEvents
  queryTimes: QueryTimes
  logIndex: IndexKeeper
  reader: Reader<ConsoleSlices>
  /** For what takes minutes, so that nobody at a screen waits behind it. */
  longReader: Reader<ConsoleSlices>
  /** Another one, to be closed by whoever starts it: for what is done seldom and cannot be cut into slices. */
  startReader(): Reader<ConsoleSlices>
  settings: Settings
  close(): Promise<void>
}

export const openFoundation = async (options: ConsoleOptions): Promise<Foundation> => {
  const { clock, logger, dataDirectory } = options
  const ids = createIds(clock)
  const events = createLiveEvents()
  // The settings are read from the database, whose queries are timed.
  let known: Settings | null = null
  const queryTimes = createQueryTimes(
    () => clock.now(),
    logger,
    () => known?.get('metrics.slowQueryMs') ?? 1_000,
  )
  const database = openDatabase({
    directory: dataDirectory,
    migrations,
    clock,
    ids,
    logger,
    onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }),
    onStorageChange: () => events.publish({ kind: 'status-changed' }),
    onQuery: queryTimes.note,
  })
  const paths = {
    databasePath: join(dataDirectory, databaseFile),
    telemetryPath: join(dataDirectory, telemetryFile),
    indexDirectory: join(dataDirectory, indexDirectory),
  }
  const logIndex = createIndexKeeper({
    workerUrl: indexWorker(),
    database,
    databasePath: paths.databasePath,
    directory: paths.indexDirectory,
    clock,
    logger,
  })
  events.subscribe((event) => event.kind === 'audit-appended' && logIndex.look())
  const startReader = () => createReader<ConsoleSlices>(readerWorker(), paths, queryTimes.note, (file) => logIndex.doubt(file))
  try {
    const telemetry = openTelemetry({ directory: dataDirectory, clock, logger, onQuery: queryTimes.note })
    const reader = startReader()
    const longReader = startReader()
    const settings = createSettings({ database, ids, clock, events, dataDirectory, environment: options.environment })
    known = settings
    return {
      options,
      dataDirectory,
      clock,
      ids,
      events,
      logger,
      database,
      telemetry,
      repeated: createRepeatedEvents({ database, clock, logger }),
      queryTimes,
      logIndex,
      reader,
      longReader,
      startReader,
      settings,
      close: async () => {
        await reader.close()
        await longReader.close()
        await logIndex.stop()
        telemetry.close()
        await database.close()
      },
    }
  } catch (error) {
    await logIndex.stop()
    await database.close()
    throw error
  }
}
