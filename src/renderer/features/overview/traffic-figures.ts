/** What went through the guard in some minute, in the four figures of the overview. */
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'

export interface TrafficFigures {
  requestsPerSecond: number | null
  /** Of the newest step in which something was answered. */
  p95Ms: number | null
  /** Null where nothing was asked. */
  errorsPercent: number | null
  refusedPerMinute: number | null
}

export const figureSeries = ['guard.requests', 'guard.duration', 'guard.errors', 'guard.refused'] as const

/** Steps hold more or fewer seconds: each counts by as many as it has. */
const meanOf = (points: SeriesPoints['points']): number | null => {
  const measured = points.filter(({ mean, count }) => mean !== null && count > 0)
  const seconds = measured.reduce((sum, { count }) => sum + count, 0)
  return seconds === 0 ? null : measured.reduce((sum, { mean, count }) => sum + (mean ?? 0) * count, 0) / seconds
}

export const trafficFigures = (series: readonly SeriesPoints[]): TrafficFigures => {
  const points = (name: string) => series.find((one) => one.name === name && Object.keys(one.labels).length === 0)?.points ?? []
  const requests = meanOf(points('guard.requests'))
  const errors = meanOf(points('guard.errors'))
  const refused = meanOf(points('guard.refused'))
  return {
    requestsPerSecond: requests,
    p95Ms: points('guard.duration').findLast(({ percentiles }) => percentiles !== undefined)?.percentiles?.p95 ?? null,
    errorsPercent: requests === null || requests === 0 || errors === null ? null : (errors / requests) * 100,
    refusedPerMinute: refused === null ? null : refused * 60,
  }
}
