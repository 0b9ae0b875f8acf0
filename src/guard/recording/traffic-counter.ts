/** Counts every request by second and combination, with a histogram of how long they took. */
import type { TrafficCounts } from '../../shared/guard-protocol.ts'
import { bucketOf } from '../../shared/histogram.ts'
import type { RequestRecord } from '../recorder.ts'

interface Counter extends Omit<TrafficCounts, 'took'> {
  took: Map<number, number>
}

const secondMs = 1000

/** Counts that end in the same step of `granularityMs` and are of the same combination are one: totals stay, moments are lost. */
export const createTrafficCounter = (granularityMs = secondMs) => {
  let counters = new Map<string, Counter>()
  /** Of the request before: most are of the same combination. */
  let latest: Counter | null = null

  const counterOf = (of: Pick<Counter, 'secondMs' | 'route' | 'consumer' | 'upstream' | 'statusClass' | 'refused'>): Counter => {
    if (
      latest?.secondMs === of.secondMs &&
      latest.route === of.route &&
      latest.consumer === of.consumer &&
      latest.upstream === of.upstream &&
      latest.statusClass === of.statusClass &&
      latest.refused === of.refused
    )
      return latest
    // Ids have no spaces.
    const key = `${of.secondMs} ${of.route} ${of.consumer} ${of.upstream} ${of.statusClass} ${of.refused}`
    const known = counters.get(key)
    if (known) return (latest = known)
    const made: Counter = { ...of, requests: 0, bytesIn: 0, bytesOut: 0, took: new Map(), tookSumMs: 0, tookMinMs: Infinity, tookMaxMs: 0 }
    counters.set(key, made)
    return (latest = made)
  }
  const floor = (atMs: number) => Math.floor(atMs / granularityMs) * granularityMs

  return {
    count: (record: RequestRecord): void => {
      const { route, consumer, tookMs, status } = record
      const counter = counterOf({
        secondMs: floor(record.atMs + tookMs),
        route,
        consumer,
        upstream: record.target === null ? null : record.upstream,
        statusClass: Math.min(5, Math.floor(status / 100)),
        refused: record.refusal !== null,
      })
      counter.requests += 1
      counter.bytesIn += record.bytesIn
      counter.bytesOut += record.bytesOut
      const bucket = bucketOf(tookMs)
      counter.took.set(bucket, (counter.took.get(bucket) ?? 0) + 1)
      counter.tookSumMs += tookMs
      if (tookMs < counter.tookMinMs) counter.tookMinMs = tookMs
      if (tookMs > counter.tookMaxMs) counter.tookMaxMs = tookMs
    },
    /** What was counted elsewhere, and finer. */
    add: (counts: TrafficCounts): void => {
      const { route, consumer, upstream, statusClass, refused } = counts
      const counter = counterOf({ secondMs: floor(counts.secondMs), route, consumer, upstream, statusClass, refused })
      counter.requests += counts.requests
      counter.bytesIn += counts.bytesIn
      counter.bytesOut += counts.bytesOut
      for (const [bucket, count] of counts.took) counter.took.set(bucket, (counter.took.get(bucket) ?? 0) + count)
      counter.tookSumMs += counts.tookSumMs
      counter.tookMinMs = Math.min(counter.tookMinMs, counts.tookMinMs)
      counter.tookMaxMs = Math.max(counter.tookMaxMs, counts.tookMaxMs)
    },
    take: (): TrafficCounts[] => {
      const taken = [...counters.values()].map((counter) => ({ ...counter, took: [...counter.took] }))
      counters = new Map()
      latest = null
      return taken
    },
    size: (): number => counters.size,
  }
}
