/** Requests that were read and those that came in live, as one list: newest first, each once. */
import type { RequestRecord } from '../../../shared/contract/traffic.ts'

const newestFirst = (a: RequestRecord, b: RequestRecord) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1)

export const mergeRequests = (read: readonly RequestRecord[], arrived: readonly RequestRecord[]): RequestRecord[] => {
  const known = new Set(read.map(({ id }) => id))
  const fresh = arrived.filter(({ id }) => !known.has(id))
  return fresh.length === 0 ? [...read] : [...fresh, ...read].toSorted(newestFirst)
}

/** More would only grow: what is older is read again when it is looked for. */
const mostArrived = 1_000
export const addArrived = (arrived: readonly RequestRecord[], fresh: readonly RequestRecord[]): readonly RequestRecord[] => {
  const known = new Set(arrived.map(({ id }) => id))
  const added = fresh.filter(({ id }) => !known.has(id))
  return added.length === 0 ? arrived : [...added, ...arrived].toSorted(newestFirst).slice(0, mostArrived)
}

/** Of the seconds that are over, the newest few: requests a second; null where nobody told of any. */
export const rateOf = (seconds: readonly { atMs: number; requests: number }[], nowMs: number): number | null => {
  const over = seconds.filter(({ atMs }) => atMs < nowMs - 2_000 && atMs >= nowMs - 7_000)
  return over.length === 0 ? null : over.reduce((sum, { requests }) => sum + requests, 0) / 5
}
