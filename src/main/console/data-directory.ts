/** The data directory: made with mode 0700, checked for writing, held by one console at a time. */
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { takeConsoleLock } from '../database/console-lock.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { databaseFile } from '../database/open-database.ts'
import { storageFaultOf } from '../database/sqlite-errors.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { swapRestored } from '../features/backup/swap-restored.ts'
import { StartRefused } from './console.ts'

/** Of the log that a restored database takes the place of. */
const belonging = [`${databaseFile}-wal`, `${databaseFile}-shm`, keptHeadFile, indexDirectory]

/** Before anything is opened. */
const afterSwap = (lock: { release(): void }, directory: string): { release(): void } => {
  try {
    swapRestored(directory, { database: databaseFile, belonging })
    return lock
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Throws `StartRefused`: read-only, disk-full or running. The answer frees the lock. */
export const takeDataDirectory = (directory: string): { release(): void } => {
  process.umask(0o077)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    accessSync(directory, constants.W_OK | constants.X_OK)
    // Who owns a directory may put other files in the place of ours, whatever their modes: root is let in everywhere.
    if (process.getuid && statSync(directory).uid !== process.getuid())
      throw new StartRefused(
        'read-only',
        `The data directory ${directory} belongs to another user. Choose one of your own with --data-dir.`,
      )
    if (process.platform !== 'win32') chmodSync(directory, 0o700)
  } catch (error) {
    if (error instanceof StartRefused) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new StartRefused('disk-full', `The disk is full: ${directory} cannot be made. Free some space and start again.`)
    throw new StartRefused(
      'read-only',
      `The data directory ${directory} cannot be written to. Check its permissions, or choose another with --data-dir.`,
    )
  }
  try {
    const lock = takeConsoleLock(directory)
    if (lock) return afterSwap(lock, directory)
  } catch (error) {
    throw storageRefusal(error, directory)
  }
  throw new StartRefused('running', 'A console is already running on this data directory.')
}

/** What opening the storage failed of, as a refusal that a person understands. */
export const storageRefusal = (error: unknown, directory: string): unknown => {
  if (error instanceof Error && error.name === 'NewerDatabase') {
    return new StartRefused(
      'newer-database',
      `${error.message} It was left untouched: start a newer Gatehouse, or choose another data directory with --data-dir.`,
    )
  }
  switch (storageFaultOf(error)) {
    case 'full':
      return new StartRefused(
        'disk-full',
        `The disk that holds ${directory} is full. Free some space and start again; nothing has been lost.`,
      )
    case 'read-only':
      return new StartRefused('read-only', `The database in ${directory} cannot be written to. Check its permissions and start again.`)
    case 'busy':
      return new StartRefused('running', 'Another program holds the database of this data directory.')
    case 'corrupt':
      return new StartRefused(
        'corrupt-database',
        `The database in ${directory} is damaged and was left untouched. Copies made before each update lie in ${directory}/copies.`,
      )
    default:
      return error
  }
}
