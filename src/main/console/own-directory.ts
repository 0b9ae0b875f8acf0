/** Whether a data directory is ours alone: for what is done to it by hand, while no console runs. */
import { accessSync, constants, lstatSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../database/open-database.ts'

const lookAt = (path: string): Stats | null => lstatSync(path, { throwIfNoEntry: false }) ?? null

const foreign = (found: Stats): boolean => process.getuid !== undefined && found.uid !== process.getuid()

const mayWrite = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A sentence; null where it is. Links are not followed: they would lead to what somebody else chose. */
export const whyNotOwn = (directory: string): string | null => {
  const found = lookAt(directory)
  if (!found) return `There is no data directory ${directory}. Name another with --data-dir.`
  if (found.isSymbolicLink()) return `${directory} is a link. Name the directory that it leads to with --data-dir.`
  if (!found.isDirectory()) return `${directory} is not a directory.`
  if (foreign(found)) return `The data directory ${directory} belongs to another user of this system. Run this as that user.`
  const mode = found.mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return `Others may enter the data directory ${directory} (mode ${mode.toString(8)}), so nobody can tell what they put into it. Look at it, then: chmod 700 ${directory}`
  if (!mayWrite(directory)) return `The data directory ${directory} cannot be written to. Check its permissions.`
  const files = [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`, 'console.lock'].map((name) => join(directory, name))
  if (!lookAt(files[0]!)) return `No console was ever set up in ${directory}. Name another directory with --data-dir.`
  const odd = files.find((file) => {
    const one = lookAt(file)
    return one !== null && (!one.isFile() || foreign(one))
  })
  return odd === undefined ? null : `${odd} is not a file of yours. Look at who put it there.`
}
