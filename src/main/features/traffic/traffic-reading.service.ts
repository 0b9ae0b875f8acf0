/** Answers questions about past traffic, in slices on the reader. */
import type { Clock } from '../../../ports/clock.ts'
import type { RequestRecord, TrafficFilter, TrafficTotals } from '../../../shared/contract/traffic.ts'
import { quantileOf, quantilesOf } from '../../../shared/histogram.ts'
import type { Reader } from '../../database/reader.ts'
import type { Place } from './request.store.ts'
import { hoursKeptMs } from './retention.service.ts'
import { stretchesOf, wholeMinutes } from './stretches.ts'
import type { StretchTotals } from './total.store.ts'
import { addSums, emptySums, sumsAt } from './traffic-counts.ts'
import type { Sums } from './traffic-counts.ts'
import type { TrafficSlices } from './traffic.slices.ts'

const stretchOfList = 10_000
/** One answer looks through so many stretches at most; whoever asks goes on from there. */
const stretchesAnAnswer = 20
/** Of the newest requests of a period, so many are looked at for its sources. */
const stretchesOfSources = 50
const placePattern = /^(\d{1,16})\.(\d{1,16})$/

const placeOf = (text: string | null): Place | null => {
  const found = text === null ? null : placePattern.exec(text)
  return found ? { atMs: Number(found[1]), sequence: Number(found[2]) } : null
}

const totalsFrom = (period: { fromMs: number; toMs: number }, { all, unrecorded }: StretchTotals): TrafficTotals => {
  const { took, ...sums } = all
  const [p50Ms, p95Ms, p99Ms] = quantilesOf(took, [0.5, 0.95, 0.99]) ?? [null, null, null]
  return { ...period, ...sums, p50Ms: p50Ms ?? null, p95Ms: p95Ms ?? null, p99Ms: p99Ms ?? null, unrecorded }
}

const busiest = <One extends { requests: number }>(ones: One[], limit: number): One[] =>
  ones.toSorted((a, b) => b.requests - a.requests).slice(0, limit)

export const createTrafficReading = ({ reader, clock }: { reader: Reader<TrafficSlices>; clock: Clock }) => {
  /** Whole minutes, no further back or ahead than there can be anything. */
  const periodOf = (fromMs: number, toMs: number) => {
    const nowMs = clock.now()
    const from = Math.max(fromMs, nowMs - hoursKeptMs)
    return wholeMinutes(from, Math.max(from, Math.min(toMs, nowMs + 1)))
  }
  const sum = async (period: { fromMs: number; toMs: number }): Promise<StretchTotals> => {
    const summed = { all: emptySums(), unrecorded: 0, routes: new Map<string, Sums>(), consumers: new Map<string, Sums>() }
    for (const stretch of stretchesOf(period)) {
      const some = await reader.run('traffic.totals', stretch)
      addSums(summed.all, some.all)
      summed.unrecorded += some.unrecorded
      for (const [id, sums] of some.routes) addSums(sumsAt(summed.routes, id), sums)
      for (const [id, sums] of some.consumers) addSums(sumsAt(summed.consumers, id), sums)
    }
    return summed
  }
  const sources = async (period: { fromMs: number; toMs: number }) => {
    const counts = new Map<string, { source: string; requests: number; refused: number }>()
    let before: Place | null = { atMs: period.toMs, sequence: 0 }
    for (let stretch = 0; stretch < stretchesOfSources && before !== null; stretch++) {
      const some: Awaited<ReturnType<typeof count>> = await count(before, period.fromMs)
      for (const { source, requests, refused } of some.sources) {
        const known = counts.get(source)
        counts.set(source, { source, requests: requests + (known?.requests ?? 0), refused: refused + (known?.refused ?? 0) })
      }
      before = some.next
    }
    return [...counts.values()]
  }
  const count = (before: Place, fromMs: number) => reader.run('traffic.sources', { before, fromMs, stretch: stretchOfList })

  return {
    /** `before` as an earlier answer gave it; what is none begins at the newest. */
    list: async (filter: TrafficFilter, before: string | null, limit: number) => {
      const requests: RequestRecord[] = []
      let next = placeOf(before)
      for (let stretch = 0; stretch < stretchesAnAnswer; stretch++) {
        const slice = { filter, before: next, limit: limit - requests.length, stretch: stretchOfList }
        const found: Awaited<ReturnType<typeof reader.run<'traffic.list'>>> = await reader.run('traffic.list', slice)
        requests.push(...found.requests)
        next = found.next
        if (next === null || requests.length >= limit) break
      }
      return {
        requests,
        nextBefore: next && `${next.atMs}.${next.sequence}`,
        searchedBackToMs: next !== null && requests.length < limit ? next.atMs : null,
      }
    },
    totals: async (fromMs: number, toMs: number): Promise<{ now: TrafficTotals; before: TrafficTotals }> => {
      const now = periodOf(fromMs, toMs)
      const before = { fromMs: 2 * now.fromMs - now.toMs, toMs: now.fromMs }
      return { now: totalsFrom(now, await sum(now)), before: totalsFrom(before, await sum(before)) }
    },
    top: async (fromMs: number, toMs: number, limit: number) => {
      const period = periodOf(fromMs, toMs)
      const summed = await sum(period)
      const routes = [...summed.routes].map(([id, { requests, refused, failed, took }]) => {
        return { id, requests, refused, failed, p95Ms: quantileOf(took, 0.95) }
      })
      const consumers = [...summed.consumers].map(([id, { requests, refused }]) => ({ id, requests, refused }))
      return {
        routes: busiest(routes, limit),
        consumers: busiest(consumers, limit),
        sources: busiest(await sources(period), limit),
      }
    },
  }
}
