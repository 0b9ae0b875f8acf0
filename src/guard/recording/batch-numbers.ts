/** Numbers of batches: they rise over restarts, reserved on disk a thousand at a time, so that no number is given twice. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

const block = 1_000

/**
 * `above`: of what waits on disk. The time is above whatever was counted one by one and could not be written down; what
 * was written down is above the time where the clock was set back.
 */
export const openBatchNumbers = (file: string, above: number | null, nowMs: number): { next(): number } => {
  let kept: number
  try {
    kept = Number(readFileSync(file, 'utf8'))
  } catch {
    kept = NaN
  }
  let next = Math.max(Number.isSafeInteger(kept) ? kept : 0, nowMs, (above ?? 0) + 1)
  let reserved = next
  const reserve = () => {
    reserved = next + block
    writeFileSync(`${file}.new`, String(reserved), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    next: () => {
      if (next >= reserved) {
        try {
          reserve()
        } catch {
          // A full disk must not end the guard.
        }
      }
      return next++
    },
  }
}
