/** Time that was observed: it only grows, and what passed while nobody looked (a sleep, a stall) counts for nothing. */
import type { Clock } from '../../../ports/clock.ts'
import type { Moment } from './judge.ts'

/** Nobody looked for longer than this: what passed meanwhile counts for nothing. */
const gapMs = 10_000
/** The wall went on so much further than the monotonic clock: the machine slept, or the clock was set. */
const jumpMs = 60_000

/** `onGap`: what was measured before it says nothing of now. */
export const createObservedTime = (clock: Clock, on: { gap(): void; passed(ms: number): void }) => {
  let last = { monotonicMs: clock.monotonic(), wallMs: clock.now() }
  let observedMs = 0
  let elapsedMs = 0
  return {
    /** To be called at each look and each sample. */
    notice: (): { monotonicMs: number; wallMs: number } => {
      const now = { monotonicMs: clock.monotonic(), wallMs: clock.now() }
      const passedMs = now.monotonicMs - last.monotonicMs
      const jumpedMs = now.wallMs - last.wallMs - passedMs
      last = now
      if (passedMs > gapMs || jumpedMs > jumpMs) on.gap()
      if (passedMs <= gapMs) {
        observedMs += passedMs
        elapsedMs += passedMs
        on.passed(passedMs)
      }
      return now
    },
    /** What was observed since the moment before. */
    take: (): Moment => {
      const moment = { observedMs, elapsedMs }
      elapsedMs = 0
      return moment
    },
    /** What passed since the moment before was not observed after all. */
    skip: () => {
      elapsedMs = 0
    },
  }
}
