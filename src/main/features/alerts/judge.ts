/** From one moment to the next: what becomes of one alert by what was found. Pure; all times are of observation, not of the clock. */
import type { Verdict } from './readings.ts'

export interface Timing {
  forMs: number
  keepFiringMs: number
  /** Firing or pending for so long with nothing measured: it is over, because nobody can tell. Null: never. */
  goneMs: number | null
}

export type Standing =
  | { kind: 'quiet'; firedAtMs: readonly number[] }
  /** `heldMs`: for so long the condition has held without a break, as far as one looked. */
  | { kind: 'pending'; heldMs: number; missing: Missing; firedAtMs: readonly number[] }
  /** `overMs`: for so long it has not held any more. */
  | { kind: 'firing'; holds: boolean; overMs: number; missing: Missing; firedAtMs: readonly number[] }

/** For how long nothing was measured up to now; null: something was. */
export type Missing = number | null

/** `dropped`: it was pending, and nothing came of it. `gone`: it fired, and is measured no longer. */
export type Transition = 'pending' | 'dropped' | 'fired' | 'resolved' | 'gone'

export interface Moment {
  /** Observed up to now. */
  observedMs: number
  /** Observed since the moment before; 0 after a gap, so that it counts for nothing. */
  elapsedMs: number
}

/** What fires so often within so long flaps: it then stays firing for longer, so that people are told once. */
const flapsFrom = 4
const flapWithinMs = 900_000
const flapKeepMs = 300_000

export const quiet: Standing = { kind: 'quiet', firedAtMs: [] }

const recent = (firedAtMs: readonly number[], { observedMs }: Moment) => firedAtMs.filter((atMs) => observedMs - atMs < flapWithinMs)

const fire = (firedAtMs: readonly number[], moment: Moment): Standing => ({
  kind: 'firing',
  holds: true,
  overMs: 0,
  missing: null,
  firedAtMs: [...recent(firedAtMs, moment), moment.observedMs],
})

type Step = { standing: Standing; transition: Transition | null }
const to = (standing: Standing, transition: Transition | null = null): Step => ({ standing, transition })

const whileQuiet = (standing: Standing & { kind: 'quiet' }, verdict: Verdict, moment: Moment, { forMs }: Timing): Step => {
  const firedAtMs = recent(standing.firedAtMs, moment)
  if (verdict !== 'breach') return to({ kind: 'quiet', firedAtMs })
  if (forMs === 0) return to(fire(firedAtMs, moment), 'fired')
  return to({ kind: 'pending', heldMs: 0, missing: null, firedAtMs }, 'pending')
}

const whilePending = (standing: Standing & { kind: 'pending' }, verdict: Verdict, moment: Moment, timing: Timing): Step => {
  const { firedAtMs } = standing
  if (verdict === 'over') return to({ kind: 'quiet', firedAtMs }, 'dropped')
  if (verdict === 'unknown') {
    const missing = (standing.missing ?? 0) + moment.elapsedMs
    if (timing.goneMs !== null && missing >= timing.goneMs) return to({ kind: 'quiet', firedAtMs }, 'dropped')
    return to({ ...standing, missing })
  }
  // What passed while nothing was measured is no time in which it held.
  const heldMs = standing.heldMs + (standing.missing === null ? moment.elapsedMs : 0)
  if (heldMs >= timing.forMs) return to(fire(firedAtMs, moment), 'fired')
  return to({ ...standing, heldMs, missing: null })
}

const whileFiring = (standing: Standing & { kind: 'firing' }, verdict: Verdict, moment: Moment, timing: Timing): Step => {
  const { firedAtMs } = standing
  if (verdict === 'unknown') {
    const missing = (standing.missing ?? 0) + moment.elapsedMs
    if (timing.goneMs !== null && missing >= timing.goneMs) return to({ kind: 'quiet', firedAtMs }, 'gone')
    return to({ ...standing, missing })
  }
  const holds = verdict === 'breach' || (verdict === 'between' && standing.holds)
  if (holds) return to({ ...standing, holds, overMs: 0, missing: null })
  const overMs = standing.holds ? 0 : standing.overMs + (standing.missing === null ? moment.elapsedMs : 0)
  const flaps = recent(firedAtMs, moment).length >= flapsFrom
  if (overMs >= Math.max(timing.keepFiringMs, flaps ? flapKeepMs : 0)) return to({ kind: 'quiet', firedAtMs }, 'resolved')
  return to({ ...standing, holds, overMs, missing: null })
}

export const judge = (standing: Standing, verdict: Verdict, moment: Moment, timing: Timing): Step => {
  switch (standing.kind) {
    case 'quiet':
      return whileQuiet(standing, verdict, moment, timing)
    case 'pending':
      return whilePending(standing, verdict, moment, timing)
    case 'firing':
      return whileFiring(standing, verdict, moment, timing)
  }
}

/** Nothing is remembered of it: it need not be kept. */
export const isForgotten = (standing: Standing): boolean => standing.kind === 'quiet' && standing.firedAtMs.length === 0

const leastGoneMs = 300_000

/** A series that vanished: its alert is over after five minutes, or two windows where that is longer. The absence itself stays. */
export const timingOf = (rule: { forMs: number; keepFiringMs: number; condition: { kind: string; windowMs?: number } }): Timing => ({
  forMs: rule.forMs,
  keepFiringMs: rule.keepFiringMs,
  goneMs: rule.condition.kind === 'absence' ? null : Math.max(leastGoneMs, 2 * (rule.condition.windowMs ?? 0)),
})
