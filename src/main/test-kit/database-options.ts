/** How tests open a database: every migration, no word said, and a reserve that costs no time. */
import type { Clock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { migrations } from '../console/migrations.ts'
import type { DatabaseOptions } from '../database/open-database.ts'

export const databaseOptions = (directory: string, clock: Clock): DatabaseOptions => ({
  directory,
  migrations,
  clock,
  ids: createIds(clock),
  logger: silentLogger,
  reserveBytes: 4096,
  onAppended: () => {},
  onStorageChange: () => {},
})
