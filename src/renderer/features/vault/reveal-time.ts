/** For how long a revealed key is still shown. */

export interface Shown {
  /** By the wall clock, as the console said. */
  hideAtMs: number
  /** By this window's own clock, which nobody sets: when it began, and for how long. */
  beganAtMonotonicMs: number
  forMs: number
}

/** Whichever clock ends it first rules: a machine that slept, or a clock that was set, never shows a key for longer. */
export const shownLeftMs = ({ hideAtMs, beganAtMonotonicMs, forMs }: Shown, nowMs: number, monotonicMs: number): number =>
  Math.max(0, Math.min(hideAtMs - nowMs, beganAtMonotonicMs + forMs - monotonicMs))

/** Whole seconds, so that the last one is 1 and not 0. */
export const secondsLeft = (leftMs: number): number => Math.ceil(leftMs / 1000)
