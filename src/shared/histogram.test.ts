import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, mergeBuckets, quantileOf, upperBoundOf } from './histogram.ts'
import type { Buckets } from './histogram.ts'

const bucketsOf = (values: number[]): Buckets =>
  values.map((value) => new Map([[bucketOf(value), 1]])).reduce<Buckets>(mergeBuckets, new Map())
const sorted = (buckets: Buckets) => [...buckets].toSorted(([a], [b]) => a - b)
const histogram = fc.array(fc.tuple(fc.integer({ min: -80, max: 200 }), fc.integer({ min: 1, max: 1000 }))).map((pairs) => new Map(pairs))

test('a value lies above the bound of the bucket before its own, and not above its own', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-5, max: 1e14, noNaN: true }), (value) => {
      const bucket = bucketOf(value)
      expect(value).toBeLessThanOrEqual(upperBoundOf(bucket) * (1 + 1e-12))
      expect(value).toBeGreaterThan(upperBoundOf(bucket - 1) * (1 - 1e-12))
    }),
  )
})

test('zero, negative and endless values have a bucket too', () => {
  for (const value of [0, -1, Number.NaN]) expect(bucketOf(value)).toBe(-80)
  expect(bucketOf(Infinity)).toBe(200)
})

test('histograms merge in any order and grouping', () => {
  fc.assert(
    fc.property(histogram, histogram, histogram, (a, b, c) => {
      expect(sorted(mergeBuckets(mergeBuckets(a, b), c))).toEqual(sorted(mergeBuckets(a, mergeBuckets(b, c))))
      expect(sorted(mergeBuckets(a, b))).toEqual(sorted(mergeBuckets(b, a)))
    }),
  )
})

test('a quantile is within a bucket of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const told = quantileOf(bucketsOf(values), share)!
        const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1]!
        expect(told / exact).toBeGreaterThan(0.9)
        expect(told / exact).toBeLessThan(1.1)
      },
    ),
  )
})

test('of nothing there is no quantile', () => {
  expect(quantileOf(new Map(), 0.5)).toBeNull()
})
