/** The SHA-256 of a part's file, to be compared with what the log says of it. */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Null where no such file is there. A full part is some 10 to 25 MB, which takes about 40 ms. */
export const hashPart = (path: string): string | null => {
  try {
    return hash('sha256', readFileSync(path), 'hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
