/** A real disk of a few megabytes, where this machine lets one be mounted, and what fills it to the last byte. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { makeTestDirectory } from './open-test-database.ts'

/** Why no disk can be mounted here; null where one can. */
export const whyNoDisk = ((): string | null => {
  if (process.platform !== 'linux') return 'needs tmpfs'
  return process.getuid?.() === 0 ? null : 'needs root to mount a small disk'
})()

/** Where it is mounted until the test ends, or null where the machine refuses. */
export const mountDisk = (megabytes: number): string | null => {
  const directory = makeTestDirectory()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'gatehouse-test', directory], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', directory]))
  return directory
}

/** The file to remove where there is to be room again. */
export const fillDisk = (directory: string): string => {
  const path = join(directory, 'filler')
  for (let size = 1_048_576; size >= 1; size = size > 1 ? Math.ceil(size / 4) : 0) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // A smaller piece may still find room.
    }
  }
  expect(() => writeFileSync(path, Buffer.alloc(4096), { flag: 'a' })).toThrow('ENOSPC')
  return path
}
