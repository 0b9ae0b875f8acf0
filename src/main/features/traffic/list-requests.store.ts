/** Looks for requests a stretch at a time, newest first, so that no slice takes long however rare they are. */
import type { RequestRecord, TrafficFilter } from '../../../shared/contract/traffic.ts'
import type { Readable } from '../../database/database.ts'
import { filterSql } from './request-filter.store.ts'
import type { Place } from './request.store.ts'
import { placeBelow, requestsBetween } from './request.store.ts'

export interface ListSlice {
  filter: TrafficFilter
  /** Null: from the newest on. */
  before: Place | null
  limit: number
  /** Requests to look through. */
  stretch: number
}

export interface ListAnswer {
  requests: RequestRecord[]
  /** Where to go on; null where there is nothing older. */
  next: Place | null
}

const newest: Place = { atMs: Number.MAX_SAFE_INTEGER, sequence: Number.MAX_SAFE_INTEGER }

export const listRequests = (db: Readable, { filter, before, limit, stretch }: ListSlice): ListAnswer => {
  const where = filterSql(db, filter)
  if (!where) return { requests: [], next: null }
  const fromMs = filter.fromMs ?? 0
  const end: Place = filter.toMs === null ? newest : { atMs: filter.toMs, sequence: 0 }
  const top = before === null || before.atMs > end.atMs ? end : before
  const bottom = placeBelow(db, top, fromMs, stretch)
  const found = requestsBetween(db, top, bottom ?? { atMs: fromMs, sequence: 0 }, limit, where)
  const last = found.at(-1)
  return { requests: found.map(({ record }) => record), next: found.length === limit && last ? last.place : bottom }
}
