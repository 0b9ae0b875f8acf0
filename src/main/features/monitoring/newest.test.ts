import { expect, test } from 'vitest'
import { gaugeOf } from '../../test-kit/open-test-telemetry.ts'
import { createNewest } from './newest.ts'
import { sampleOfIncrease, sampleOfValues } from '../../../shared/sample.ts'

test('the newest value of each series is told, and what was not read for three steps is absent', () => {
  const newest = createNewest()
  newest.put(1000, 0, [gaugeOf(1), gaugeOf(5, 'heat')])
  newest.put(4000, 3000, [gaugeOf(2)])
  expect(newest.now(9000)).toMatchObject({
    atMs: 4000,
    values: [
      { name: 'thing.size', value: 2 },
      { name: 'heat', value: 5 },
    ],
  })
  newest.put(5000, 4000, [gaugeOf(3)])
  expect(newest.now(9000).values.map(({ name }) => name)).toEqual(['thing.size'])
})

test('a counter is told as its rate, a histogram as what one in a hundred is above', () => {
  const newest = createNewest()
  const values = Array.from({ length: 1000 }, (_, index) => index + 1)
  newest.put(0, 0, [
    { ...gaugeOf(0, 'bytes'), kind: 'counter', sample: sampleOfIncrease(500, 2) },
    { ...gaugeOf(0, 'delay'), kind: 'histogram', sample: sampleOfValues(values)! },
  ])
  const [rate, delay] = newest.now(0).values.map(({ value }) => value)
  expect(rate).toBe(250)
  expect(delay! / 990).toBeCloseTo(1, 0)
})

test('before the first look there is a time and nothing else', () => {
  expect(createNewest().now(77)).toEqual({ atMs: 77, values: [] })
})
