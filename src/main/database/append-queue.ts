/** Gathers entries for a few milliseconds so that many share one durable commit. Bounded: a full queue pushes back. */
import { GatehouseError } from '../../shared/errors.ts'
import type { PreparedEntry } from './prepare-entry.ts'

interface Waiting {
  entry: PreparedEntry
  resolve(sequence: number): void
  reject(error: unknown): void
}

export interface AppendQueue {
  add(entry: PreparedEntry): Promise<number>
  /** What waits, oldest first. It stays in the queue until `settle`. */
  waiting(): PreparedEntry[]
  /** The oldest ones are committed, or given up. */
  settle(count: number, result: { sequences: readonly number[] } | { error: unknown }): void
}

/** With a timer's own lateness and the commit, a steady stream is acknowledged within 5 ms. */
const gatherMs = 2
const maxWaiting = 10_000

/** `flush` commits what waits; it is called at most once per gathering. Real timers: this is I/O, not the domain's time. */
export const createAppendQueue = (flush: () => void): AppendQueue => {
  const queue: Waiting[] = []
  let planned = false
  let lastFlush = -Infinity
  const plan = () => {
    if (planned) return
    planned = true
    const run = () => {
      planned = false
      lastFlush = performance.now()
      flush()
    }
    const restMs = lastFlush + gatherMs - performance.now()
    if (restMs <= 0) setImmediate(run)
    else setTimeout(run, restMs)
  }
  return {
    add: (entry) =>
      new Promise((resolve, reject) => {
        if (queue.length >= maxWaiting) {
          reject(new GatehouseError('BUSY', 'Too much is being entered into the log at once; try again in a moment.', {}))
          return
        }
        queue.push({ entry, resolve, reject })
        plan()
      }),
    waiting: () => queue.map((waiting) => waiting.entry),
    settle: (count, result) => {
      queue.splice(0, count).forEach((waiting, index) => {
        if ('error' in result) waiting.reject(result.error)
        else waiting.resolve(result.sequences[index]!)
      })
    },
  }
}
