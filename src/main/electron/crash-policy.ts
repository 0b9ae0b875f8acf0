// Decides what to do with a window that crashed or hangs: load it again, later each time, and at last no more.
import type { Clock } from '../../ports/clock.ts'

export type Remedy = { kind: 'reload'; afterMs: number } | { kind: 'give-up' }

const backOffMs = [1000, 5000, 30_000]
const windowMs = 10 * 60_000
const maxCrashes = 5

/** The answer is asked once a crash. */
export const createCrashPolicy = (clock: Clock) => {
  let crashesAtMs: number[] = []
  return (): Remedy => {
    const nowMs = clock.monotonic()
    crashesAtMs = [...crashesAtMs.filter((atMs) => nowMs - atMs < windowMs), nowMs]
    if (crashesAtMs.length >= maxCrashes) {
      crashesAtMs = []
      return { kind: 'give-up' }
    }
    return { kind: 'reload', afterMs: backOffMs[Math.min(crashesAtMs.length, backOffMs.length) - 1]! }
  }
}
