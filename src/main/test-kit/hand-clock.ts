/** A clock that stands still until a test moves it. */
import type { Clock } from '../../ports/clock.ts'

export interface HandClock extends Clock {
  /** Moves both times on, in steps from one due call to the next, so that each sees the time it asked for. */
  advance(ms: number): void
  /** Moves the wall clock alone, as a person or NTP does; nothing falls due by it. */
  setNow(nowMs: number): void
  /** How many calls of `after` and sleeps are still waiting. */
  waiting(): number
}

/** The default is 2026-11-21T08:00:00Z, the beginning of a 30 s step of TOTP. */
export const createHandClock = (startMs = Date.UTC(2026, 10, 21, 8)): HandClock => {
  let nowMs = startMs
  let monotonicMs = 0
  let order = 0
  const due = new Map<number, { atMs: number; run: () => void }>()

  const after = (ms: number, run: () => void) => {
    const id = ++order
    due.set(id, { atMs: monotonicMs + Math.max(0, ms), run })
    return () => {
      due.delete(id)
    }
  }

  const nextUntil = (limitMs: number) =>
    [...due].filter(([, call]) => call.atMs <= limitMs).toSorted(([idA, a], [idB, b]) => a.atMs - b.atMs || idA - idB)[0]

  const moveTo = (atMs: number) => {
    nowMs += atMs - monotonicMs
    monotonicMs = atMs
  }

  return {
    now: () => nowMs,
    monotonic: () => monotonicMs,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const cancel = after(ms, resolve)
        signal?.addEventListener('abort', () => {
          cancel()
          reject(signal.reason as Error)
        })
      }),
    advance: (ms) => {
      const targetMs = monotonicMs + ms
      for (let next = nextUntil(targetMs); next; next = nextUntil(targetMs)) {
        const [id, call] = next
        due.delete(id)
        moveTo(call.atMs)
        call.run()
      }
      moveTo(targetMs)
    },
    setNow: (toMs) => {
      nowMs = toMs
    },
    waiting: () => due.size,
  }
}
