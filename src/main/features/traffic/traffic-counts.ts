/** Sums of counts: of a step of time, of a route, of everything. */
import type { TrafficCounts } from '../../../shared/guard-protocol.ts'
import { mergeBuckets } from '../../../shared/histogram.ts'

export interface Sums {
  requests: number
  refused: number
  /** Answers of 500 and above, and none at all. */
  failed: number
  bytesIn: number
  bytesOut: number
  took: Map<number, number>
}

export const emptySums = (): Sums => ({ requests: 0, refused: 0, failed: 0, bytesIn: 0, bytesOut: 0, took: new Map() })

export const isFailure = (statusClass: number): boolean => statusClass === 0 || statusClass >= 5

/** Into `into` itself: rows are many. */
export const addSums = (into: Sums, more: Sums): void => {
  into.requests += more.requests
  into.refused += more.refused
  into.failed += more.failed
  into.bytesIn += more.bytesIn
  into.bytesOut += more.bytesOut
  for (const [bucket, count] of more.took) into.took.set(bucket, (into.took.get(bucket) ?? 0) + count)
}

/** The sums of this key, empty ones where there are none yet. */
export const sumsAt = <Key>(sums: Map<Key, Sums>, key: Key): Sums => {
  const found = sums.get(key)
  if (found) return found
  const made = emptySums()
  sums.set(key, made)
  return made
}

const addCounts = (a: TrafficCounts, b: TrafficCounts): TrafficCounts => ({
  ...a,
  requests: a.requests + b.requests,
  bytesIn: a.bytesIn + b.bytesIn,
  bytesOut: a.bytesOut + b.bytesOut,
  took: [...mergeBuckets(new Map(a.took), new Map(b.took))],
  tookSumMs: a.tookSumMs + b.tookSumMs,
  tookMinMs: Math.min(a.tookMinMs, b.tookMinMs),
  tookMaxMs: Math.max(a.tookMaxMs, b.tookMaxMs),
})

/** Those of one step and combination as one. */
export const joinCounts = (counts: readonly TrafficCounts[], stepMs: number): TrafficCounts[] => {
  const joined = new Map<string, TrafficCounts>()
  for (const one of counts) {
    const fromMs = Math.floor(one.secondMs / stepMs) * stepMs
    const key = JSON.stringify([fromMs, one.route, one.consumer, one.upstream, one.statusClass, one.refused])
    const other = joined.get(key)
    joined.set(key, other ? addCounts(other, one) : { ...one, secondMs: fromMs })
  }
  return [...joined.values()]
}
