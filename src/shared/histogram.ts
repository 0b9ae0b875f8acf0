/** Histograms with fixed exponential buckets (base 2^(1/4), as OpenTelemetry's scale 2), so that any two of them merge. */

/** How many values fell into each bucket; bucket i holds (2^(i/4), 2^((i+1)/4)]. */
export type Buckets = ReadonlyMap<number, number>

const perDoubling = 4
/** Zero and below: bounded, because a logarithm of zero has no bucket. */
const lowest = -80
const highest = 200

/** At most 19 % wide, so a quantile is at most 9 % off its middle. */
export const bucketOf = (value: number): number => {
  if (!(value > 0)) return lowest
  return Math.min(highest, Math.max(lowest, Math.ceil(Math.log2(value) * perDoubling) - 1))
}

export const upperBoundOf = (bucket: number): number => 2 ** ((bucket + 1) / perDoubling)

/** The geometric middle of a bucket. */
const middleOf = (bucket: number): number => (bucket <= lowest ? 0 : 2 ** ((bucket + 0.5) / perDoubling))

export const mergeBuckets = (a: Buckets, b: Buckets): Buckets => {
  const merged = new Map(a)
  for (const [bucket, count] of b) merged.set(bucket, (merged.get(bucket) ?? 0) + count)
  return merged
}

/** How many values lie above `value`; those in its own bucket count as spread evenly over it. */
export const countAbove = (buckets: Buckets, value: number): number => {
  let above = 0
  for (const [bucket, count] of buckets) {
    const high = upperBoundOf(bucket)
    const low = bucket <= lowest ? 0 : upperBoundOf(bucket - 1)
    above += count * Math.min(1, Math.max(0, (high - value) / (high - low)))
  }
  return above
}

/** The values below which the shares `quantiles` (0 to 1, rising) of all values lie; null of an empty histogram. */
export const quantilesOf = (buckets: Buckets, quantiles: readonly number[]): number[] | null => {
  const ordered = [...buckets].toSorted(([a], [b]) => a - b)
  const total = ordered.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const values: number[] = []
  let seen = 0
  for (const [bucket, count] of ordered) {
    seen += count
    while (values.length < quantiles.length && seen >= Math.max(1, Math.ceil(quantiles[values.length]! * total)))
      values.push(middleOf(bucket))
  }
  return values
}

export const quantileOf = (buckets: Buckets, quantile: number): number | null => quantilesOf(buckets, [quantile])?.[0] ?? null
