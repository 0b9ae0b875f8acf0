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

const joined = (point: Point, { sum, min, max, count }: Bucket): Point => ({
  atMs: point.atMs,
  mean: ((point.mean ?? 0) * point.count + sum) / (point.count + count),
  min: Math.min(point.min ?? min, min),
  max: Math.max(point.max ?? max, max),
  count: point.count + count,
})

/**
 * The window as it was asked for, moved on by what came since: each bucket holds what came in its step, by series. The
 * step that the core had only begun to fill is filled up; the newest is shown while it still grows.
 */
export const moveOn = (asked: SeriesWindow, buckets: ReadonlyMap<number, ReadonlyMap<string, Bucket>>): SeriesWindow => {
  const starts = [...buckets.keys()].sort((a, b) => a - b)
  const newest = starts.at(-1)
  if (newest === undefined) return asked
  const movedMs = Math.max(0, newest + asked.stepMs - asked.toMs)
  const fromMs = asked.fromMs + movedMs
  const series = asked.series.map((one) => {
    // Of a histogram the feed tells another figure than the store: it waits until all is asked anew.
    if (one.kind === 'histogram') return one
    const key = seriesKey(one)
    const points = one.points.filter(({ atMs }) => atMs >= fromMs)
    for (const atMs of starts) {
      const bucket = buckets.get(atMs)?.get(key)
      if (!bucket) continue
      const at = points.findLastIndex((point) => point.atMs === atMs)
      const known = points[at]
      if (known) points[at] = joined(known, bucket)
      else if (atMs >= asked.toMs) points.push(joined({ atMs, mean: null, min: null, max: null, count: 0 }, bucket))
    }
    return { ...one, points }
  })
  return { ...asked, fromMs, toMs: asked.toMs + movedMs, series }
}
