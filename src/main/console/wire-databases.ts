/** Wires the insight into the databases, and says which there are. */
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { databaseFile } from '../database/open-database.ts'
import { telemetryFile } from '../database/open-telemetry.ts'
import { createDatabaseJobs } from '../features/databases/database-jobs.service.ts'
import { databasePlaces } from '../features/databases/database-places.ts'
import { databasesHandlers } from '../features/databases/databases.procedures.ts'
import { createDatabases } from '../features/databases/databases.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

/** As the guard calls it. */
const guardLimitsFile = 'guard.limits.db'

export const wireDatabases = (foundation: Foundation) => {
  const { dataDirectory, reader, queryTimes, settings } = foundation
  const names = { console: databaseFile, telemetry: telemetryFile, indexDirectory, guardLimits: guardLimitsFile }
  const places = () => databasePlaces(dataDirectory, names)
  const databases = createDatabases({ reader, queryTimes, places, slowMs: () => settings.get('metrics.slowQueryMs') })
  const jobs = createDatabaseJobs({ ...foundation, places, databases })
  return {
    handlers: { databases: databasesHandlers(databases, jobs) },
    settle: () => jobs.stop(),
  } satisfies Part
}
