import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySample } from '../../test-kit/any-sample.ts'
import { meanOf, mergeSamples, sampleOfIncrease, sampleOfValue, sampleOfValues } from '../../../shared/sample.ts'
import type { Sample } from '../../../shared/sample.ts'

const comparable = ({ buckets, sum, ...rest }: Sample) => ({
  ...rest,
  sum: expect.closeTo(sum, 5) as number,
  buckets: buckets && [...buckets].toSorted(([a], [b]) => a - b),
})
const plain = ({ buckets, ...rest }: Sample) => ({ ...rest, buckets: buckets && [...buckets].toSorted(([a], [b]) => a - b) })

test('samples merge to the same however they are grouped', () => {
  fc.assert(
    fc.property(anySample, anySample, anySample, (a, b, c) => {
      expect(plain(mergeSamples(mergeSamples(a, b), c))).toEqual(comparable(mergeSamples(a, mergeSamples(b, c))))
    }),
  )
})

test('a gauge keeps least, most, mean, count and last', () => {
  const sample = [4, 1, 7].map(sampleOfValue).reduce(mergeSamples)
  expect(sample).toEqual({ weight: 3, sum: 12, min: 1, max: 7, last: 7 })
  expect(meanOf(sample)).toBe(4)
})

test('the mean of a counter is its rate, whatever the lengths of its steps', () => {
  const sample = mergeSamples(sampleOfIncrease(100, 1), sampleOfIncrease(20, 9))
  expect(sample.sum).toBe(120)
  expect(meanOf(sample)).toBe(12)
  expect(sample.max).toBe(100)
})

test('no values make no sample', () => {
  expect(sampleOfValues([])).toBeNull()
})
