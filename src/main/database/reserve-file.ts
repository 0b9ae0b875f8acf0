/** A file of 16 MB that only holds space: freed when the disk is full, so that sign-in and the log still work. */
import { randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export const reserveFile = 'reserve'
export const usualReserveBytes = 16 * 1024 * 1024
const blockBytes = 1024 * 1024

export interface Reserve {
  /** Frees the space. False when there was none to free. Never throws. */
  free(): boolean
  /** Holds the space, taking it again where the disk has twice as much to spare. False where it is not held. Never throws. */
  take(): boolean
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const remove = (path: string): boolean => {
  try {
    rmSync(path, { force: true })
    return true
  } catch {
    return false
  }
}

/** Random bytes: a file system that compresses or finds holes would keep nothing of any other. */
const writeWhole = (path: string, bytes: number): void => {
  const file = openSync(path, 'w', 0o600)
  try {
    for (let left = bytes; left > 0; left -= blockBytes) writeSync(file, randomFillSync(Buffer.alloc(Math.min(left, blockBytes))))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export const createReserve = (path: string, bytes = usualReserveBytes): Reserve => ({
  free: () => sizeOf(path) > 0 && remove(path),
  take: () => {
    if (sizeOf(path) >= bytes) return true
    const partial = `${path}.part`
    try {
      const disk = statfsSync(dirname(path))
      if (disk.bavail * disk.bsize < 2 * bytes) return false
      writeWhole(partial, bytes)
      renameSync(partial, path)
      return true
    } catch {
      remove(partial)
      return false
    }
  },
})
