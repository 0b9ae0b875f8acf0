/** What the reader worker answers for this feature, from telemetry.db. */
import { readBadShare } from './bad-share.store.ts'
import { querySeries, readSamples } from './query-series.store.ts'

export const monitoringSlices = { 'metrics.query': querySeries, 'metrics.steps': readSamples, 'metrics.bad-share': readBadShare }
export type MonitoringSlices = typeof monitoringSlices
