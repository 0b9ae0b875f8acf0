import { expect, test } from 'vitest'
import { percentOf, rateOf, timeLeftMs, withSample, type RateSample } from './progress-rate.ts'

const seen = (...points: [atMs: number, done: number][]) =>
  points.reduce<RateSample[]>((samples, [atMs, done]) => withSample(samples, { atMs, done }), [])

test('the rate is that of the last seconds, not of the whole run', () => {
  expect(rateOf(seen([0, 0], [60_000, 60], [62_000, 200_060], [64_000, 400_060]))).toBe(100_000)
})

test('a run that goes on from half-way is not thought to have done the first half', () => {
  expect(rateOf(seen([0, 500_000], [2_000, 600_000]))).toBe(50_000)
})

test('the first moments say nothing, nor does a run that stands still', () => {
  expect(rateOf(seen([0, 0], [900, 5000]))).toBe(null)
  expect(rateOf(seen([0, 10], [3_000, 10]))).toBe(null)
  expect(rateOf([])).toBe(null)
})

test('the next part of a run is measured by itself', () => {
  expect(seen([0, 100], [2_000, 900], [2_500, 10])).toEqual([{ atMs: 2_500, done: 10 }])
})

test('what is left takes as long as the rate says', () => {
  expect(timeLeftMs(250, 1000, 50)).toBe(15_000)
  expect(timeLeftMs(250, 1000, null)).toBe(null)
  expect(timeLeftMs(1000, 1000, null)).toBe(0)
})

test('a hundred per cent is said only at the end', () => {
  expect([percentOf(999, 1000), percentOf(1000, 1000), percentOf(0, 0)]).toEqual([99, 100, 100])
})
