/** SQL of the totals: each batch's counts added by minute and by hour, and read back by stretch of time. */
import type { TrafficCounts } from '../../../shared/guard-protocol.ts'
import { mergeBuckets } from '../../../shared/histogram.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { hourMs, minuteMs } from './stretches.ts'
import type { Stretch } from './stretches.ts'
import { addSums, emptySums, isFailure, joinCounts, sumsAt } from './traffic-counts.ts'
import type { Sums } from './traffic-counts.ts'
import { wordTexts } from './words.store.ts'
import type { Words } from './words.store.ts'

const steps = [minuteMs, hourMs]
const stepsAtOnce = 60

type Pairs = [bucket: number, count: number][]

/** How many rows are new: one or none. */
const addTotal = (tx: Writable, words: Words, stepMs: number, counts: TrafficCounts): number => {
  const key = {
    stepMs,
    fromMs: counts.secondMs,
    route: words.id(tx, counts.route),
    consumer: words.id(tx, counts.consumer),
    upstream: words.id(tx, counts.upstream),
    statusClass: counts.statusClass,
    refused: Number(counts.refused),
  }
  const kept = tx.get<{ took: string }>(
    `/* traffic histogram of total */ SELECT took FROM traffic_total WHERE step_ms = @stepMs AND from_ms = @fromMs AND route = @route
       AND consumer = @consumer AND upstream = @upstream AND status_class = @statusClass AND refused = @refused`,
    key,
  )
  const took = kept ? [...mergeBuckets(new Map(JSON.parse(kept.took) as Pairs), new Map(counts.took))] : counts.took
  const { requests, bytesIn, bytesOut } = counts
  tx.run(
    `/* traffic add total */ INSERT INTO traffic_total
       (step_ms, from_ms, route, consumer, upstream, status_class, refused, requests, bytes_in, bytes_out, took)
     VALUES (@stepMs, @fromMs, @route, @consumer, @upstream, @statusClass, @refused, @requests, @bytesIn, @bytesOut, @took)
     ON CONFLICT DO UPDATE SET requests = requests + @requests, bytes_in = bytes_in + @bytesIn, bytes_out = bytes_out + @bytesOut, took = @took`,
    { ...key, requests, bytesIn, bytesOut, took: JSON.stringify(took) },
  )
  return kept ? 0 : 1
}

/** How many rows are new. */
export const addTotals = (tx: Writable, words: Words, counts: readonly TrafficCounts[]): number => {
  let fresh = 0
  for (const stepMs of steps) for (const one of joinCounts(counts, stepMs)) fresh += addTotal(tx, words, stepMs, one)
  return fresh
}

export const addUnrecorded = (tx: Writable, atMs: number, requests: number): void => {
  for (const stepMs of steps) {
    tx.run(
      `/* traffic add unrecorded */ INSERT INTO traffic_unrecorded (step_ms, from_ms, requests) VALUES (@stepMs, @fromMs, @requests)
       ON CONFLICT DO UPDATE SET requests = requests + @requests`,
      { stepMs, fromMs: Math.floor(atMs / stepMs) * stepMs, requests },
    )
  }
}

export interface StretchTotals {
  all: Sums
  unrecorded: number
  /** By id, of those that had a route; and likewise of those that had a consumer. */
  routes: Map<string, Sums>
  consumers: Map<string, Sums>
}

interface Row {
  route: number
  consumer: number
  statusClass: number
  refused: number
  requests: number
  bytesIn: number
  bytesOut: number
  took: string
}

const sumsOf = (row: Row): Sums => ({
  requests: row.requests,
  refused: row.refused ? row.requests : 0,
  failed: isFailure(row.statusClass) ? row.requests : 0,
  bytesIn: row.bytesIn,
  bytesOut: row.bytesOut,
  took: new Map(JSON.parse(row.took) as Pairs),
})

export const totalsOf = (db: Readable, stretch: Stretch): StretchTotals => {
  const rows = db.all<Row>(
    `/* traffic totals */ SELECT route, consumer, status_class AS statusClass, refused, requests, bytes_in AS bytesIn, bytes_out AS bytesOut, took
     FROM traffic_total WHERE step_ms = @stepMs AND from_ms >= @fromMs AND from_ms < @toMs`,
    { ...stretch },
  )
  const unrecorded = db.get<{ requests: number }>(
    `/* traffic unrecorded */ SELECT coalesce(sum(requests), 0) AS requests FROM traffic_unrecorded
     WHERE step_ms = @stepMs AND from_ms >= @fromMs AND from_ms < @toMs`,
    { ...stretch },
  )!.requests
  const all = emptySums()
  const routes = new Map<number, Sums>()
  const consumers = new Map<number, Sums>()
  for (const row of rows) {
    const sums = sumsOf(row)
    addSums(all, sums)
    if (row.route) addSums(sumsAt(routes, row.route), sums)
    if (row.consumer) addSums(sumsAt(consumers, row.consumer), sums)
  }
  const texts = wordTexts(db, [...routes.keys(), ...consumers.keys()])
  const named = (sums: Map<number, Sums>) => new Map([...sums].map(([id, one]) => [texts.get(id) ?? '', one]))
  return { all, unrecorded, routes: named(routes), consumers: named(consumers) }
}

/** Drops the oldest rows of a step before `beforeMs`, sixty steps at a time; how many. */
export const dropTotals = (tx: Writable, stepMs: number, beforeMs: number): number => {
  const oldest = tx.get<{ fromMs: number | null }>(
    '/* traffic oldest total */ SELECT min(from_ms) AS fromMs FROM traffic_total WHERE step_ms = @stepMs',
    { stepMs },
  )?.fromMs
  tx.run('/* traffic drop unrecorded */ DELETE FROM traffic_unrecorded WHERE step_ms = @stepMs AND from_ms < @beforeMs', {
    stepMs,
    beforeMs,
  })
  if (oldest === null || oldest === undefined || oldest >= beforeMs) return 0
  return tx.run('/* traffic drop totals */ DELETE FROM traffic_total WHERE step_ms = @stepMs AND from_ms < @toMs', {
    stepMs,
    toMs: Math.min(beforeMs, oldest + stepsAtOnce * stepMs),
  }).changes
}
