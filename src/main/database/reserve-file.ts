/** A file of 16 MB that only holds space: freed when the disk is full, so that sign-in and the log still work. */
import { dirname } from 'node:path'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs'

export const reserveBytes = 16 * 1024 * 1024

export interface Reserve {
  /** True while the space is held. */
  held(): boolean
  /** Frees the space. False when there was none to free. */
  free(): boolean
  /** Takes the space again where the disk has twice as much to spare. */
  take(): boolean
}

/** The file is written whole, not sparse, else it would hold nothing. */
export const createReserve = (path: string): Reserve => {
  const held = () => existsSync(path)
  return {
    held,
    free: () => {
      if (!held()) return false
      rmSync(path, { force: true })
      return true
    },
    take: () => {
      if (held()) return true
      const partial = `${path}.part`
      try {
        const disk = statfsSync(dirname(path))
        if (disk.bavail * disk.bsize < 2 * reserveBytes) return false
        const file = openSync(partial, 'w', 0o600)
        try {
          const block = Buffer.alloc(1024 * 1024, 0xa5)
          for (let written = 0; written < reserveBytes; written += block.length) writeSync(file, block)
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
        renameSync(partial, path)
        return true
      } catch {
        rmSync(partial, { force: true })
        return false
      }
    },
  }
}
