import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heightOf, logBottom, nextTop, roundUp } from './chart-scale.ts'

const gib = 1024 ** 3

test('the top of a chart is a round figure', () => {
  expect(roundUp(26.2e6, { unit: 'bytes/s' })).toBe(30e6)
  expect(roundUp(0.7, { unit: 'percent' })).toBe(0.8)
  expect(roundUp(13 * gib, { unit: 'bytes', binary: true })).toBe(16 * gib)
  expect(roundUp(0, { unit: 'ms' })).toBe(1)
})

test('the top rises at once, comes down late, and stays while someone looks', () => {
  const measure = { unit: 'ms' } as const
  expect(nextTop(null, 9, measure, false)).toBe(10)
  expect(nextTop(10, 12, measure, false)).toBe(20)
  expect(nextTop(20, 9, measure, false)).toBe(20)
  expect(nextTop(20, 3, measure, false)).toBe(4)
  expect(nextTop(20, 300, measure, true)).toBe(20)
})

test('whatever is measured fits below the top', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e15, noNaN: true }),
      fc.constantFrom({ unit: 'bytes', binary: true } as const, { unit: 'bytes/s' } as const),
      (value, measure) => {
        const top = nextTop(null, value, measure, false)
        expect(top).toBeGreaterThanOrEqual(value)
        expect(top).toBeLessThanOrEqual(value * 2.2 * (1 + 1e-6))
      },
    ),
  )
})

test('heights run from 0 to 1, also on a logarithmic scale, where zero stands at the bottom', () => {
  expect(heightOf(25, { top: 100, bottom: 0, log: false })).toBe(0.25)
  expect(heightOf(250, { top: 100, bottom: 0, log: false })).toBe(1)
  const log = { top: 1000, bottom: logBottom(1.5, 1000), log: true }
  expect(log.bottom).toBe(1)
  expect(heightOf(0, log)).toBe(0)
  expect(heightOf(10, log)).toBeCloseTo(1 / 3)
})
