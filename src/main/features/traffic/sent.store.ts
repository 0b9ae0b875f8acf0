/** SQL of how much each caller sent on each route, by steps of five minutes; of what was let through alone. */
import type { Readable } from '../../database/database.ts'
import type { Place } from './request.store.ts'
import { placeBelow } from './request.store.ts'
import { minuteMs } from './stretches.ts'
import { wordTexts } from './words.store.ts'

// Written into the SQL: a bound number would be a real one, and divide as such.
export const sentStepMs = 5 * minuteMs

/** `caller` null: nobody known by name. */
export interface Sent {
  route: string
  caller: string | null
  /** Its beginning, in UTC. */
  stepMs: number
  requests: number
}

interface Row {
  route: number
  caller: string | number
  stepMs: number
  requests: number
}

const named = (db: Readable, rows: readonly Row[]): Sent[] => {
  const texts = wordTexts(db, new Set(rows.flatMap(({ route, caller }) => (typeof caller === 'number' ? [route, caller] : [route]))))
  return rows.map(({ route, caller, ...rest }) => ({
    route: texts.get(route) ?? '',
    caller: typeof caller === 'number' ? (texts.get(caller) ?? null) : caller,
    ...rest,
  }))
}

export interface SourceSentSlice {
  before: Place
  fromMs: number
  /** Records to look through. */
  stretch: number
}

/** By source, from the records: totals are not kept by source, of which anybody can bring new ones. */
export const sentBySources = (db: Readable, { before, fromMs, stretch }: SourceSentSlice): { sent: Sent[]; next: Place | null } => {
  const bottom = placeBelow(db, before, fromMs, stretch)
  const to = bottom ?? { atMs: fromMs, sequence: 0 }
  const rows = db.all<Row>(
    `/* traffic sent by sources */ SELECT route, source AS caller, at_ms / ${sentStepMs} * ${sentStepMs} AS stepMs, count(*) AS requests
     FROM traffic_request INDEXED BY traffic_request_time
     WHERE at_ms BETWEEN @toMs AND @beforeMs
       AND (at_ms, sequence) < (@beforeMs, @beforeSequence) AND (at_ms, sequence) >= (@toMs, @toSequence)
       AND route <> 0 AND refusal = 0
     GROUP BY route, source, stepMs`,
    { beforeMs: before.atMs, beforeSequence: before.sequence, toMs: to.atMs, toSequence: to.sequence },
  )
  return { sent: named(db, rows), next: bottom }
}

/** By consumer, from the totals: of all requests, also those of which no record is kept. */
export const sentByConsumers = (db: Readable, { fromMs, toMs }: { fromMs: number; toMs: number }): Sent[] =>
  named(
    db,
    db.all<Row>(
      `/* traffic sent by consumers */ SELECT route, consumer AS caller, from_ms / ${sentStepMs} * ${sentStepMs} AS stepMs, sum(requests) AS requests
       FROM traffic_total WHERE step_ms = @minute AND from_ms >= @fromMs AND from_ms < @toMs AND route <> 0 AND refused = 0
       GROUP BY route, consumer, stepMs`,
      { minute: minuteMs, fromMs, toMs },
    ),
  )
