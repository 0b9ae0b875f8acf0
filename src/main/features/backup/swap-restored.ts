/**
 * Puts a restored database in its place, at the start, before anything is opened. By renames alone: whatever step a kill
 * comes at, the next start goes on from there, and a database never meets the write-ahead log of another.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { syncDirectory } from './kept-backups.ts'

/** Under this name it is whole and on the disk: the rename to it is the moment that decides. */
export const readyDirectory = 'restored'
/** What is being built; of no use after a crash. */
export const buildDirectory = 'restore'
/** What stood there before. */
const asideDirectory = 'before-restore'

/** `database`: the name of its file; `with`: what belongs to the old one and must not stay beside the new. */
export const swapRestored = (directory: string, { database, belonging }: { database: string; belonging: readonly string[] }): boolean => {
  rmSync(join(directory, buildDirectory), { recursive: true, force: true })
  const ready = join(directory, readyDirectory)
  if (!existsSync(join(ready, database))) {
    // The last rename was done, and then came the kill.
    rmSync(ready, { recursive: true, force: true })
    return false
  }
  const aside = join(directory, asideDirectory)
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const name of [...belonging, database]) {
    const path = join(directory, name)
    if (!existsSync(path)) continue
    rmSync(join(aside, name), { recursive: true, force: true })
    renameSync(path, join(aside, name))
  }
  syncDirectory(directory)
  renameSync(join(ready, database), join(directory, database))
  syncDirectory(directory)
  rmSync(ready, { recursive: true, force: true })
  return true
}

const keptAsideMs = 7 * 86_400_000

/** What a restore moved aside goes after seven days. */
export const forgetAside = (directory: string, nowMs: number): void => {
  const aside = join(directory, asideDirectory)
  const movedAtMs = statSync(aside, { throwIfNoEntry: false })?.mtimeMs
  if (movedAtMs !== undefined && movedAtMs < nowMs - keptAsideMs) rmSync(aside, { recursive: true, force: true })
}
