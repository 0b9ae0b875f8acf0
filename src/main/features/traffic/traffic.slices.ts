/** What the reader worker answers for this feature, from telemetry.db. */
import { listRequests } from './list-requests.store.ts'
import { sentByConsumers, sentBySources } from './sent.store.ts'
import { countSources } from './source-counts.store.ts'
import { totalsOf } from './total.store.ts'

export const trafficSlices = {
  'traffic.list': listRequests,
  'traffic.totals': totalsOf,
  'traffic.sources': countSources,
  'traffic.sentBySources': sentBySources,
  'traffic.sentByConsumers': sentByConsumers,
}
export type TrafficSlices = typeof trafficSlices
