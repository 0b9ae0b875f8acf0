/** A wait that has a name, so that each event ends only the waits it matters to. */
import type { Clock } from '../../ports/clock.ts'

export interface Pause {
  /** Resolves after `ms`, or when ended; null waits until it is. At once where the pause was closed. */
  wait(name: string, ms: number | null): Promise<void>
  /** Ends the wait of that name; null: any. */
  end(name: string | null): void
  /** Ends it, and every later one. */
  close(): void
}

export const createPause = (clock: Clock): Pause => {
  let waiting: { name: string; done(): void } | null = null
  let closed = false
  const end = (name: string | null) => {
    if (name === null || waiting?.name === name) waiting?.done()
  }
  return {
    wait: (name, ms) =>
      new Promise((resolve) => {
        if (closed) return resolve()
        const done = () => {
          cancel()
          waiting = null
          resolve()
        }
        const cancel = ms === null ? () => {} : clock.after(ms, done)
        waiting = { name, done }
      }),
    end,
    close: () => {
      closed = true
      end(null)
    },
  }
}
