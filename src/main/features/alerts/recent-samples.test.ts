import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeSamples } from '../../../shared/sample.ts'
import type { Sample } from '../../../shared/sample.ts'
import { anySample } from '../../test-kit/any-sample.ts'
import { gaugeOf } from '../../test-kit/open-test-telemetry.ts'
import { createRecentSamples } from './recent-samples.ts'

const selector = { name: 'thing.size', labels: {} }
const spec = (sample: Sample) => ({ ...gaugeOf(0), sample })
const comparable = (sample: Sample | null) =>
  sample && {
    ...sample,
    weight: expect.closeTo(sample.weight, 5) as number,
    sum: expect.closeTo(sample.sum, 3) as number,
    buckets: sample.buckets && [...sample.buckets].toSorted(([a], [b]) => a - b),
  }
const plain = (sample: Sample | null) =>
  sample && { ...sample, buckets: sample.buckets && [...sample.buckets].toSorted(([a], [b]) => a - b) }

test('a window of seconds is all samples in it in one, and the window before all before that', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 20_000 }), sample: anySample }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(1_000, 5_000, 60_000, 120_000),
      (given, windowMs) => {
        const recent = createRecentSamples()
        recent.want([{ selector, windowMs, before: true }])
        let nowMs = 0
        const held: { atMs: number; sample: Sample }[] = []
        for (const { afterMs, sample } of given) {
          nowMs += afterMs
          held.push({ atMs: nowMs, sample })
          recent.put(nowMs, 0, [spec(sample)])
        }
        const [series] = recent.matching(selector)
        const within = (fromMs: number, toMs: number) => {
          const found = held.filter(({ atMs }) => atMs > fromMs && atMs <= toMs).map(({ sample }) => sample)
          return found.length === 0 ? null : found.reduce(mergeSamples)
        }
        expect(plain(recent.window(series!, windowMs, false) ?? null)).toEqual(comparable(within(nowMs - windowMs, nowMs)))
        expect(plain(recent.window(series!, windowMs, true) ?? null)).toEqual(comparable(within(nowMs - 2 * windowMs, nowMs - windowMs)))
      },
    ),
  )
})

test('a wide window is cut at ten seconds, and one beyond two hours is not held here', () => {
  const recent = createRecentSamples()
  recent.want([{ selector, windowMs: 600_000, before: false }])
  for (let second = 1; second <= 2_000; second++) recent.put(second * 1_000, 0, [gaugeOf(second)])
  const [series] = recent.matching(selector)
  const window = recent.window(series!, 600_000, false)!
  expect(window.max).toBe(2_000)
  expect(2_000 - window.min).toBeGreaterThanOrEqual(590)
  expect(2_000 - window.min).toBeLessThanOrEqual(610)
  expect(series!.held.map(({ length }) => length)).toEqual([0, expect.any(Number), 0])
  expect(series!.held[1]!.length).toBeLessThanOrEqual(63)
  expect(recent.window(series!, 7_200_001, false)).toBeUndefined()
})

test('what was kept is filled in once, and stands for what was held of that time', () => {
  const recent = createRecentSamples()
  recent.want([{ selector, windowMs: 60_000, before: false }])
  recent.put(100_000, 0, [gaugeOf(7)])
  const kept = Array.from({ length: 100 }, (_, index) => ({ atMs: (index + 1) * 1_000, sample: gaugeOf(3).sample }))
  recent.fill(gaugeOf(0), 0, kept)
  recent.put(101_500, 0, [gaugeOf(9)])
  recent.fill(gaugeOf(0), 0, kept)
  const [series] = recent.matching(selector)
  expect(recent.window(series!, 60_000, false)).toMatchObject({ weight: 60, min: 3, max: 9, last: 9 })
})

test('only what rules ask for is held', () => {
  const recent = createRecentSamples()
  recent.want([{ selector: { name: 'thing.size', labels: { of: 'a' } }, windowMs: 1_000, before: false }])
  recent.put(1_000, 0, [
    gaugeOf(1),
    gaugeOf(1, 'other'),
    gaugeOf(1, 'thing.size', { of: 'a', in: 'x' }),
    gaugeOf(1, 'thing.size', { of: 'b' }),
  ])
  expect(recent.matching({ name: 'thing.size', labels: {} }).map(({ labels }) => labels)).toEqual([{ of: 'a', in: 'x' }])
  recent.want([])
  expect(recent.matching({ name: 'thing.size', labels: {} })).toEqual([])
})

test('a series that went long ago makes room for those that come', () => {
  const recent = createRecentSamples()
  recent.want([{ selector, windowMs: 60_000, before: false }])
  const day = 86_400_000
  let nowMs = 0
  const measure = (of: string) => recent.put(nowMs, 0, [gaugeOf(1, 'thing.size', { of })])
  const there = () => recent.matching(selector).map(({ labels }) => labels['of'])
  measure('gone')
  for (let days = 0; days < 10; days++) {
    nowMs += day
    recent.pass(day)
    measure('stays')
  }
  // An absence still tells of it.
  expect(there()).toEqual(['gone', 'stays'])
  recent.pass(day)
  expect(there()).toEqual(['stays'])
  measure('gone')
  expect(there()).toEqual(['gone', 'stays'])
})
