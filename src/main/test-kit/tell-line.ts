/** Tells the parent process a line at once; waits where the parent does not read as fast, which must not end the program. */
import { writeSync } from 'node:fs'

const sleeper = new Int32Array(new SharedArrayBuffer(4))

export const tellLine = (line: string): void => {
  let rest = Buffer.from(`${line}\n`)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(sleeper, 0, 0, 1)
    }
  }
}
