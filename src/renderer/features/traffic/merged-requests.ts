/** Requests that were read and those that came in live, as one list: newest first, each once. */
import type { TrafficNow } from '../../../shared/contract/live.ts'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'

const newestFirst = (a: RequestRecord, b: RequestRecord) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1)

export const mergeRequests = (read: readonly RequestRecord[], arrived: readonly RequestRecord[]): RequestRecord[] => {
  const known = new Set(read.map(({ id }) => id))
  const fresh = arrived.filter(({ id }) => !known.has(id))
  return fresh.length === 0 ? [...read] : [...fresh, ...read].toSorted(newestFirst)
}

/** What the live feed brought since the list was read. */
export interface Fed {
  arrived: readonly RequestRecord[]
  /** So many came in too fast to be told one by one, of all requests, whatever the filter. */
  missed: number
  /** What the event before told; null: there was none. */
  last: { recorded: number; ids: ReadonlySet<string> } | null
}

export const nothingFed: Fed = { arrived: [], missed: 0, last: null }

/** More would only grow. */
const mostArrived = 1_000

export const addFed = (fed: Fed, now: Pick<TrafficNow, 'requests' | 'recorded'>, passes: (record: RequestRecord) => boolean): Fed => {
  const { last } = fed
  const fresh = last ? now.requests.filter(({ id }) => !last.ids.has(id)) : now.requests
  // Of a console that was started again, nobody knows what came in between.
  const untold = last && now.recorded >= last.recorded ? Math.max(0, now.recorded - last.recorded - fresh.length) : 0
  const known = new Set(fed.arrived.map(({ id }) => id))
  const added = fresh.filter((record) => !known.has(record.id) && passes(record))
  const arrived = added.length === 0 ? fed.arrived : [...added, ...fed.arrived].toSorted(newestFirst)
  return {
    arrived: arrived.length > mostArrived ? arrived.slice(0, mostArrived) : arrived,
    missed: fed.missed + untold + Math.max(0, arrived.length - mostArrived),
    last: { recorded: now.recorded, ids: new Set(now.requests.map(({ id }) => id)) },
  }
}

/** Once the list is read again: what it holds is fed no more, and what was missed before is in it. */
export const afterReading = (fed: Fed, newestReadMs: number, missedBefore: number): Fed => ({
  ...fed,
  arrived: fed.arrived.filter(({ atMs }) => atMs >= newestReadMs),
  missed: Math.max(0, fed.missed - missedBefore),
})

/** Of the seconds that are over, the newest few: requests a second; null where nobody told of any. */
export const rateOf = (seconds: readonly { atMs: number; requests: number }[], nowMs: number): number | null => {
  const over = seconds.filter(({ atMs }) => atMs < nowMs - 2_000 && atMs >= nowMs - 7_000)
  return over.length === 0 ? null : over.reduce((sum, { requests }) => sum + requests, 0) / 5
}
