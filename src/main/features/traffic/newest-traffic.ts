/** The newest requests and the last seconds in figures, in memory: what the live feed shows. */
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import type { TrafficNow } from '../../../shared/contract/live.ts'
import type { TrafficCounts } from '../../../shared/guard-protocol.ts'
import { isFailure } from './traffic-counts.ts'

const mostRequests = 50
const mostSeconds = 15

export const createNewestTraffic = () => {
  let requests: RequestRecord[] = []
  let recorded = 0
  let seconds = new Map<number, TrafficNow['seconds'][number]>()
  return {
    put: (records: readonly RequestRecord[], counts: readonly TrafficCounts[]): void => {
      recorded += records.length
      requests = [...requests, ...records.slice(-mostRequests)].toSorted((a, b) => a.atMs - b.atMs).slice(-mostRequests)
      for (const one of counts) {
        const before = seconds.get(one.secondMs) ?? { atMs: one.secondMs, requests: 0, refused: 0, failed: 0 }
        seconds.set(one.secondMs, {
          atMs: one.secondMs,
          requests: before.requests + one.requests,
          refused: before.refused + (one.refused ? one.requests : 0),
          failed: before.failed + (isFailure(one.statusClass) ? one.requests : 0),
        })
      }
      seconds = new Map([...seconds].toSorted(([a], [b]) => a - b).slice(-mostSeconds))
    },
    now: (): TrafficNow => ({ requests: requests.toReversed(), recorded, seconds: [...seconds.values()] }),
  }
}
