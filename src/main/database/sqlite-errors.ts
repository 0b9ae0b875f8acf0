/** Refusals of SQLite and of the file system as the errors of the house, each a plain sentence. */
import Sqlite from 'better-sqlite3'
import { GatehouseError } from '../../shared/errors.ts'

export type StorageFault = 'full' | 'read-only' | 'busy' | 'corrupt'

/** The file is no sound database. */
export class CorruptDatabase extends Error {
  override name = 'CorruptDatabase'
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : ''
}

const faultsOfFiles: Record<string, StorageFault> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
}

/** Null where the disk is not the cause. */
export const storageFaultOf = (error: unknown): StorageFault | null => {
  if (error instanceof CorruptDatabase) return 'corrupt'
  const code = codeOf(error)
  if (!(error instanceof Sqlite.SqliteError)) return faultsOfFiles[code] ?? null
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE' || code === 'SQLITE_IOERR_SHMSIZE') return 'full'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM') || code.startsWith('SQLITE_CANTOPEN')) return 'read-only'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy'
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'corrupt'
  return null
}

/** What to throw instead: a GatehouseError where the cause is the disk, else the error itself. */
export const asGatehouseError = (error: unknown): unknown => {
  switch (storageFaultOf(error)) {
    case 'full':
      return new GatehouseError('DISK_FULL', 'The disk is full. Nothing was changed; free some space and try again.', {})
    case 'read-only':
      return new GatehouseError(
        'READ_ONLY',
        'The data directory cannot be written to. Nothing was changed; check its permissions and try again.',
        {},
      )
    case 'busy':
      return new GatehouseError('BUSY', 'Another program holds the database. Nothing was changed; close it and try again.', {})
    default:
      return error
  }
}
