/** What the reader worker answers for this feature, from telemetry.db. */
import { querySeries } from './query-series.store.ts'

export const monitoringSlices = { 'metrics.query': querySeries }
export type MonitoringSlices = typeof monitoringSlices
