/** What the reader worker answers for this feature, from telemetry.db. */
import { listRequests } from './list-requests.store.ts'
import { countSources } from './source-counts.store.ts'
import { totalsOf } from './total.store.ts'

export const trafficSlices = { 'traffic.list': listRequests, 'traffic.totals': totalsOf, 'traffic.sources': countSources }
export type TrafficSlices = typeof trafficSlices
