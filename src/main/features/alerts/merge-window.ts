/** All samples of a window in one: as merging them one by one, but without a copy for each. */
import type { Sample } from '../../../shared/sample.ts'

/** Oldest first; null of none. */
export const mergeWindow = (found: readonly Sample[]): Sample | null => {
  const [first] = found
  if (!first) return null
  if (found.length === 1) return first
  const all: Sample = { weight: 0, sum: 0, min: Infinity, max: -Infinity, last: 0 }
  let buckets: Map<number, number> | null = null
  for (const one of found) {
    all.weight += one.weight
    all.sum += one.sum
    if (one.min < all.min) all.min = one.min
    if (one.max > all.max) all.max = one.max
    all.last = one.last
    // In place: a map for each of sixty seconds would cost more than all else.
    if (one.buckets) {
      if (buckets) for (const [bucket, count] of one.buckets) buckets.set(bucket, (buckets.get(bucket) ?? 0) + count)
      else buckets = new Map(one.buckets)
    }
  }
  return buckets ? { ...all, buckets } : all
}
