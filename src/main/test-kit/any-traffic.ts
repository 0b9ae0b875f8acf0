/** Requests and batches as a guard hands them over, made from few words. */
import type { RequestRecord } from '../../shared/contract/traffic.ts'
import type { TrafficCounts } from '../../shared/guard-protocol.ts'
import { bucketOf } from '../../shared/histogram.ts'
import type { TrafficBatch } from '../features/traffic/ingest.service.ts'

let made = 0

/** A UUIDv7 of this time. */
const idAt = (atMs: number): string => {
  made += 1
  const time = atMs.toString(16).padStart(12, '0')
  const tail = made.toString(16).padStart(15, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(3)}`
}

export const aRequest = (atMs: number, changes: Partial<RequestRecord> = {}): RequestRecord => ({
  id: idAt(atMs),
  atMs,
  tookMs: 12.345,
  source: '192.0.2.7',
  method: 'GET',
  route: 'shop',
  template: '/shop',
  consumer: 'till',
  keyId: 'k1',
  caller: null,
  triedBy: null,
  upstream: 'shops',
  target: 'http://127.0.0.1:3000',
  status: 200,
  refusal: null,
  reason: null,
  overlooked: [],
  brokenOff: null,
  bytesIn: 100,
  bytesOut: 1_000,
  stages: [
    { name: 'admit', ms: 0.012 },
    { name: 'forward', ms: 11.5 },
  ],
  upstreamMs: 11.2,
  query: null,
  policyRevision: 3,
  trace: null,
  ...changes,
})

/** One counter a request: joining them is what is tested. */
export const countOf = ({ atMs, tookMs, route, consumer, upstream, status, refusal, bytesIn, bytesOut }: RequestRecord): TrafficCounts => ({
  secondMs: Math.floor((atMs + tookMs) / 1000) * 1000,
  route,
  consumer,
  upstream,
  statusClass: Math.min(5, Math.floor(status / 100)),
  refused: refusal !== null,
  requests: 1,
  bytesIn,
  bytesOut,
  took: [[bucketOf(tookMs), 1]],
  tookSumMs: tookMs,
  tookMinMs: tookMs,
  tookMaxMs: tookMs,
})

/** All are counted; of the first `unrecorded` there is no record. */
export const aBatch = (number: number, requests: readonly RequestRecord[], unrecorded = 0): TrafficBatch => ({
  number,
  requests: requests.slice(unrecorded),
  counts: requests.map(countOf),
  unrecorded,
})

const firstMs = Date.UTC(2026, 10, 21, 8)

/** Always the same one for the same number: what a guard sends again is what it sent. */
export const numberedBatch = (number: number): TrafficBatch => {
  const atMs = firstMs + number * 700
  const requests = Array.from({ length: 1 + (number % 5) }, (_, at) => {
    const id = `${(firstMs + number).toString(16).padStart(12, '0')}7000800${at}${number.toString(16).padStart(12, '0')}`
    const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`
    return aRequest(atMs + at, { id: uuid, route: `route-${number % 7}`, status: at === 3 ? 500 : 200 })
  })
  return aBatch(number, requests, number % 2)
}
