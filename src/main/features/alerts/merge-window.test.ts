import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeSamples } from '../../../shared/sample.ts'
import type { Sample } from '../../../shared/sample.ts'
import { anySample } from '../../test-kit/any-sample.ts'
import { mergeWindow } from './merge-window.ts'

const comparable = ({ sum, weight, buckets, ...rest }: Sample) => ({
  ...rest,
  sum: expect.closeTo(sum, 3) as number,
  weight: expect.closeTo(weight, 5) as number,
  buckets: buckets && [...buckets].toSorted(([a], [b]) => a - b),
})
const plain = ({ buckets, ...rest }: Sample) => ({ ...rest, buckets: buckets && [...buckets].toSorted(([a], [b]) => a - b) })

test('samples of a window in one are what merging them one by one makes, and none of them is changed', () => {
  fc.assert(
    fc.property(fc.array(anySample, { minLength: 1, maxLength: 20 }), (samples) => {
      const before = structuredClone(samples)
      expect(plain(mergeWindow(samples)!)).toEqual(comparable(samples.reduce(mergeSamples)))
      expect(samples).toEqual(before)
    }),
  )
  expect(mergeWindow([])).toBeNull()
})
