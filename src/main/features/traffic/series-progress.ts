/** Which seconds of traffic are complete and go into the series: each once, idle ones as zeros, so that means over time are true. */
import type { TrafficCounts } from '../../../shared/guard-protocol.ts'

const secondMs = 1_000
/** Longer than this without a word, and nothing is known of the time between. */
const longestFillMs = 10_000
/** A guard that has nothing to tell for so long had nothing to do up to then. */
const quietMs = 2_000
/** The rest of a second that a guard was cut off in comes when it is back; so long it is waited for. */
const heldMs = 600_000
const furthestAheadMs = 5_000

export interface Second {
  atMs: number
  /** None: an idle second. */
  counts: TrafficCounts[]
}

export interface Progress {
  /** Complete up to here (without); null at the very beginning. */
  secondMs: number | null
  /** Of seconds that are not complete. */
  pending: readonly TrafficCounts[]
  /** Seconds (from with, to without) that were told idle because the guard was silent: what still comes of them counts just after. */
  idle: { fromMs: number; toMs: number } | null
}

const floor = (atMs: number) => Math.floor(atMs / secondMs) * secondMs

/** In order, with idle ones where the hole is short. */
const secondsOf = (counts: readonly TrafficCounts[], progress: Progress, toMs: number): Second[] => {
  const bySecond = new Map<number, TrafficCounts[]>()
  for (const one of counts) {
    const of = bySecond.get(one.secondMs)
    if (of) of.push(one)
    else bySecond.set(one.secondMs, [one])
  }
  const seconds: Second[] = []
  const firstMs = counts.reduce((first, one) => Math.min(first, one.secondMs), toMs)
  const { idle, secondMs: doneMs } = progress
  // What waited in the guard is of before the silence that was told.
  let nextMs = idle && idle.toMs <= firstMs ? Math.max(idle.toMs, doneMs ?? 0) : doneMs
  const fill = (untilMs: number) => {
    if (nextMs === null || untilMs - nextMs > longestFillMs) return
    for (let atMs = nextMs; atMs < untilMs; atMs += secondMs) {
      if (!idle || atMs < idle.fromMs || atMs >= idle.toMs) seconds.push({ atMs, counts: [] })
    }
  }
  for (const [atMs, of] of [...bySecond].toSorted(([a], [b]) => a - b)) {
    fill(atMs)
    seconds.push({ atMs, counts: of })
    nextMs = atMs + secondMs
  }
  fill(toMs)
  return seconds
}

/** Batches come in their order: a second is complete once a later one is told of. */
export const afterBatch = (
  progress: Progress,
  given: readonly TrafficCounts[],
  nowMs: number,
): { seconds: Second[]; progress: Progress } => {
  const { idle } = progress
  const placed = given.map((one) => {
    const atMs = one.secondMs > nowMs + furthestAheadMs ? floor(nowMs) : floor(one.secondMs)
    const isLate = idle !== null && atMs >= idle.fromMs && atMs < idle.toMs && idle.toMs - atMs <= longestFillMs
    return { ...one, secondMs: isLate ? idle.toMs : atMs }
  })
  if (placed.length === 0) return { seconds: [], progress }
  const all = [...progress.pending, ...placed]
  // Of the batch alone: where the clock was set back, what waits from before would wait until it is that late again.
  const newestMs = placed.reduce((newest, one) => Math.max(newest, one.secondMs), -Infinity)
  const seconds = secondsOf(
    all.filter((one) => one.secondMs !== newestMs),
    progress,
    newestMs,
  )
  return { seconds, progress: { secondMs: newestMs, pending: all.filter((one) => one.secondMs === newestMs), idle } }
}

/** While no batch comes. `isThere`: a guard is connected, so that its silence means that nothing happens. */
export const whileQuiet = (progress: Progress, isThere: boolean, nowMs: number): { seconds: Second[]; progress: Progress } => {
  const toMs = floor(nowMs) - (isThere ? quietMs : heldMs)
  const pending = progress.pending.filter((one) => one.secondMs >= toMs)
  const complete = progress.pending.filter((one) => one.secondMs < toMs)
  const untilMs = pending.reduce((oldest, one) => Math.min(oldest, one.secondMs), toMs)
  const behindMs = Math.max(progress.secondMs ?? 0, progress.idle?.toMs ?? 0)
  const fromMs = untilMs - behindMs > longestFillMs ? untilMs - secondMs : behindMs
  const told = secondsOf(complete, { secondMs: null, pending: [], idle: null }, untilMs)
  const seconds = [...told]
  let { idle } = progress
  if (isThere && fromMs < untilMs) {
    for (let atMs = fromMs; atMs < untilMs; atMs += secondMs) {
      if (!told.some((one) => one.atMs === atMs)) seconds.push({ atMs, counts: [] })
    }
    idle = { fromMs: idle && idle.toMs === fromMs ? idle.fromMs : fromMs, toMs: untilMs }
  }
  const last = told.at(-1)
  return { seconds, progress: { secondMs: last ? last.atMs + secondMs : progress.secondMs, pending, idle } }
}
