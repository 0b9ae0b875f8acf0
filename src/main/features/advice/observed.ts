/** What the rules of advice are given: figures over time, and what other parts know. What is not known is null or empty. */
import type { MachineProcess, SeriesPoints } from '../../../shared/contract/monitoring.ts'

export interface Observed {
  nowMs: number
  /** Over the last six hours, a day, and a week; by name and labels. */
  hours: readonly SeriesPoints[]
  day: readonly SeriesPoints[]
  week: readonly SeriesPoints[]
  /** Of the newest looks at the processes, oldest first: those that used most. */
  processes: readonly { atMs: number; cores: number; top: readonly MachineProcess[] }[]
  queries: readonly { name: string; calls: number; slow: number; slowestMs: number; slowestAtMs: number }[]
  /** Of routes and upstreams, by their ids. */
  names: { route(id: string): string; upstream(id: string): string }
  log: { entries: number; unsigned: number; verifiedAtMs: number | null; brokenSinceMs: number | null } | null
  keys: { stale: number; unused: number; expired: number; expiresSoon: number } | null
}

export const seriesOf = (series: readonly SeriesPoints[], name: string, labels: Record<string, string> = {}): SeriesPoints | null =>
  series.find((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value)) ?? null

/** What was measured, without the gaps. */
export const readingsOf = (series: SeriesPoints | null): { atMs: number; value: number }[] =>
  series?.points.flatMap(({ atMs, mean }) => (mean === null ? [] : [{ atMs, value: mean }])) ?? []

export const meanSince = (series: SeriesPoints | null, sinceMs: number): number | null => {
  const values = readingsOf(series).filter(({ atMs }) => atMs >= sinceMs)
  return values.length === 0 ? null : values.reduce((sum, { value }) => sum + value, 0) / values.length
}

/** From the first reading to the last; 0 without any. */
export const spanMs = (readings: readonly { atMs: number }[]): number =>
  readings.length === 0 ? 0 : readings.at(-1)!.atMs - readings[0]!.atMs
