/** What a range of some series holds, and how it grows at its newer end while the console is looked at. */
import type { Point, SeriesPoints } from '../../../shared/contract/monitoring.ts'

export interface SeriesWindow {
  fromMs: number
  toMs: number
  stepMs: number
  series: readonly SeriesPoints[]
}

/** Values of one series that came within one step. */
export interface Bucket {
  sum: number
  min: number
  max: number
  count: number
}

export const seriesKey = ({ name, labels }: { name: string; labels: Record<string, string> }): string => {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? name : `${name}{${pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`
}

export const addToBucket = (bucket: Bucket | undefined, value: number): Bucket =>
  bucket
    ? {
        sum: bucket.sum + value,
        min: Math.min(bucket.min, value),
        max: Math.max(bucket.max, value),
        count: bucket.count + 1,
      }
    : { sum: value, min: value, max: value, count: 1 }

/** Where the step begins that holds a moment, on the grid of the window. */
export const stepStart = ({ fromMs, stepMs }: Pick<SeriesWindow, 'fromMs' | 'stepMs'>, atMs: number): number =>
  fromMs + Math.floor((atMs - fromMs) / stepMs) * stepMs

/** The window moved on so that it ends after the newest of the buckets; each bucket holds what came in its step, by series. */
export const moveOn = (window: SeriesWindow, buckets: ReadonlyMap<number, ReadonlyMap<string, Bucket>>): SeriesWindow => {
  const starts = [...buckets.keys()].sort((a, b) => a - b)
  const newest = starts.at(-1)
  if (newest === undefined || newest + window.stepMs <= window.toMs) return window
  const movedMs = newest + window.stepMs - window.toMs
  const fromMs = window.fromMs + movedMs
  const series = window.series.map((one) => {
    // Of a histogram the feed tells another figure than the store: it waits until all is asked anew.
    if (one.kind === 'histogram') return one
    const key = seriesKey(one)
    const kept = one.points.filter(({ atMs }) => atMs >= fromMs)
    const last = kept.at(-1)?.atMs ?? -Infinity
    const added = starts.flatMap((atMs): Point[] => {
      const bucket = buckets.get(atMs)?.get(key)
      if (!bucket || atMs <= last) return []
      return [{ atMs, mean: bucket.sum / bucket.count, min: bucket.min, max: bucket.max, count: bucket.count }]
    })
    return { ...one, points: [...kept, ...added] }
  })
  return { ...window, fromMs, toMs: window.toMs + movedMs, series }
}
