/** Runs work in IMMEDIATE transactions, one at a time; on a full disk it frees the reserve and tries once more. */
import type { Logger } from '../../ports/logger.ts'
import type { Connection } from './connection.ts'
import type { Storage } from './database.ts'
import type { Reserve } from './reserve-file.ts'
import { asGatehouseError, storageFaultOf } from './sqlite-errors.ts'

export interface WriteTransactions {
  /** Throws what `work` threw, or a GatehouseError where the disk is the cause. `work` runs a second time after a full disk. */
  run<T>(work: () => T): T
  storage(): Storage
}

export const createWriteTransactions = (options: {
  connection: Connection
  reserve: Reserve
  logger: Logger
  committed(): void
  rolledBack(): void
  onStorageChange(): void
}): WriteTransactions => {
  const { connection, reserve, logger } = options
  let storage: Storage = reserve.take() ? 'well' : 'full'

  const setStorage = (next: Storage) => {
    if (storage === next) return
    storage = next
    options.onStorageChange()
  }

  const attempt = <T>(work: () => T): T => {
    connection.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      connection.exec('COMMIT')
      options.committed()
      return result
    } catch (error) {
      options.rolledBack()
      if (connection.inTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }

  const attemptOnFullDisk = <T>(work: () => T, error: unknown): T => {
    logger.error({ err: error }, 'the disk is full')
    const freed = reserve.free()
    setStorage('full')
    if (!freed) throw asGatehouseError(error)
    return attempt(work)
  }

  return {
    run: <T>(work: () => T): T => {
      let result: T
      try {
        result = attempt(work)
      } catch (error) {
        if (storageFaultOf(error) !== 'full') throw asGatehouseError(error)
        try {
          return attemptOnFullDisk(work, error)
        } catch (again) {
          throw asGatehouseError(again)
        }
      }
      if (storage === 'full' && reserve.take()) setStorage('well')
      return result
    },
    storage: () => storage,
  }
}
