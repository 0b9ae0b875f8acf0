/** Which sources sent how much, from the records of a stretch: totals are not kept by source, of which anybody can bring new ones. */
import type { Readable } from '../../database/database.ts'
import type { Place } from './request.store.ts'
import { placeBelow } from './request.store.ts'

export interface SourceSlice {
  before: Place
  fromMs: number
  stretch: number
}

export interface SourceCounts {
  sources: { source: string; requests: number; refused: number }[]
  next: Place | null
}

export const countSources = (db: Readable, { before, fromMs, stretch }: SourceSlice): SourceCounts => {
  const bottom = placeBelow(db, before, fromMs, stretch)
  const to = bottom ?? { atMs: fromMs, sequence: 0 }
  const sources = db.all<{ source: string; requests: number; refused: number }>(
    `/* traffic sources */ SELECT source, count(*) AS requests, sum(refusal <> 0) AS refused
     FROM traffic_request INDEXED BY traffic_request_time
     WHERE at_ms BETWEEN @toMs AND @beforeMs
       AND (at_ms, sequence) < (@beforeMs, @beforeSequence) AND (at_ms, sequence) >= (@toMs, @toSequence)
     GROUP BY source`,
    { beforeMs: before.atMs, beforeSequence: before.sequence, toMs: to.atMs, toSequence: to.sequence },
  )
  return { sources, next: bottom }
}
