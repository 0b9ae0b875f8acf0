/** How wrong recovery keys are slowed: each answer is due later than the one before, and what comes too soon is only counted. */
import type { Clock } from '../../../ports/clock.ts'

export interface RefusalPace {
  /** One more wrong try: how long to wait, or how many to enter in the log, those that came too soon included. */
  refuse(): { kind: 'wait'; retryAfterMs: number } | { kind: 'told'; count: number }
}

const longestWaitMs = 30_000

export const createRefusalPace = (clock: Clock): RefusalPace => {
  let told = 0
  let uncounted = 0
  let nextAtMs = 0
  return {
    refuse: () => {
      const nowMs = clock.monotonic()
      if (nowMs < nextAtMs) {
        uncounted++
        return { kind: 'wait', retryAfterMs: Math.ceil(nextAtMs - nowMs) }
      }
      const count = uncounted + 1
      uncounted = 0
      told++
      // 0, 1, 2, 4 … seconds, as for passwords.
      nextAtMs = nowMs + (told < 2 ? 0 : Math.min(1000 * 2 ** (told - 2), longestWaitMs))
      return { kind: 'told', count }
    },
  }
}
