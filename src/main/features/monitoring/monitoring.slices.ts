/** What the reader worker answers for this feature, from telemetry.db. */
import { readBadShare } from './bad-share.store.ts'
import { exploreSeries } from './explore.store.ts'
import { querySeries, readSamples } from './query-series.store.ts'

export const monitoringSlices = {
  'metrics.query': querySeries,
  'metrics.steps': readSamples,
  'metrics.bad-share': readBadShare,
  'metrics.explore': exploreSeries,
}
export type MonitoringSlices = typeof monitoringSlices
