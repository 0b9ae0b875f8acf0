/** What is kept of a series over a while, from one reading to a year of them: merging is associative, and loses only the order. */
import { bucketOf, mergeBuckets } from './histogram.ts'
import type { Buckets } from './histogram.ts'

export interface Sample {
  /** What the mean is taken over: readings of a gauge, seconds of a counter, values of a histogram. */
  weight: number
  /** Of a counter: by how much it grew. */
  sum: number
  min: number
  max: number
  last: number
  buckets?: Buckets
}

/** One reading of a gauge. */
export const sampleOfValue = (value: number): Sample => ({ weight: 1, sum: value, min: value, max: value, last: value })

/** A counter that grew by `increase` in `seconds`. */
export const sampleOfIncrease = (increase: number, seconds: number): Sample => {
  const rate = increase / seconds
  return { weight: seconds, sum: increase, min: rate, max: rate, last: rate }
}

/** Null where there were no values. */
export const sampleOfValues = (values: Iterable<number>): Sample | null => {
  const buckets = new Map<number, number>()
  const sample = { weight: 0, sum: 0, min: Infinity, max: -Infinity, last: 0, buckets }
  for (const value of values) {
    sample.weight += 1
    sample.sum += value
    sample.min = Math.min(sample.min, value)
    sample.max = Math.max(sample.max, value)
    sample.last = value
    const bucket = bucketOf(value)
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }
  return sample.weight === 0 ? null : sample
}

/** `later` arrived after `earlier`. */
export const mergeSamples = (earlier: Sample, later: Sample): Sample => {
  const merged: Sample = {
    weight: earlier.weight + later.weight,
    sum: earlier.sum + later.sum,
    min: Math.min(earlier.min, later.min),
    max: Math.max(earlier.max, later.max),
    last: later.last,
  }
  if (earlier.buckets && later.buckets) merged.buckets = mergeBuckets(earlier.buckets, later.buckets)
  else if (earlier.buckets ?? later.buckets) merged.buckets = earlier.buckets ?? later.buckets
  return merged
}

/** Of a counter: its rate a second. */
export const meanOf = (sample: Sample): number => sample.sum / sample.weight

/** One reading and nothing more, so that its value alone tells all. */
export const isSingle = ({ min, max, last, buckets }: Sample): boolean => min === max && max === last && buckets === undefined
