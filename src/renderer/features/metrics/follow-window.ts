/** Follows a window of series with the live feed between two questions to the core. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { addToBucket, moveOn, seriesKey, stepStart, type Bucket, type SeriesWindow } from './series-window.ts'

export interface Follower {
  /** As the core answered. */
  asked: SeriesWindow | null
  /** As it is shown now. */
  shown: SeriesWindow | null
  buckets: Map<number, Map<string, Bucket>>
  beganAtMs: number | null
  heardAtMs: number | null
  drawnAtMs: number
}

export const startFollowing = (): Follower => ({
  asked: null,
  shown: null,
  buckets: new Map(),
  beganAtMs: null,
  heardAtMs: null,
  drawnAtMs: -Infinity,
})

/** Longer than the rarest pace of measuring: after it the feed was away, and what it missed is asked for. */
const silenceMs = 25_000
/** Now and then all is asked anew: what was rolled up meanwhile, and histograms, of which the feed tells another figure. */
const renewMs = 60_000
const renewHistogramsMs = 15_000

/** The window to show now; null until the next drawing is due (never, in a hidden window: `redrawMs` is Infinity), `ask` where it must be asked for anew. */
export const follow = (follower: Follower, now: MetricsNow, redrawMs: number): SeriesWindow | 'ask' | null => {
  const { asked, buckets } = follower
  if (!asked) return null
  if (now.atMs - (follower.heardAtMs ?? asked.toMs) > Math.max(silenceMs, 2 * asked.stepMs)) return 'ask'
  follower.heardAtMs = now.atMs
  follower.beganAtMs ??= now.atMs
  const renewAfterMs = asked.series.some(({ kind }) => kind === 'histogram') ? renewHistogramsMs : renewMs
  if (now.atMs - follower.beganAtMs > renewAfterMs) return 'ask'
  const start = stepStart(asked, now.atMs)
  const bucket = buckets.get(start) ?? new Map<string, Bucket>()
  for (const one of now.values) {
    const key = seriesKey(one)
    bucket.set(key, addToBucket(bucket.get(key), one.value))
  }
  buckets.set(start, bucket)
  if (now.atMs - follower.drawnAtMs < redrawMs) return null
  follower.drawnAtMs = now.atMs
  follower.shown = moveOn(asked, buckets)
  return follower.shown
}
