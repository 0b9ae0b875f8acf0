import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reachedAtMs, sinceLastFall, trendOf } from './trend.ts'
import type { Reading } from './trend.ts'

const minuteMs = 60_000
/** A noise that is the same each time, between -1 and 1. */
const noise = (seed: number) => {
  let state = (seed * 2654435761) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}
const readings = (count: number, value: (at: number) => number): Reading[] =>
  Array.from({ length: count }, (_, at) => ({ atMs: at * minuteMs, value: value(at) }))

test('a line is found through noise, and through readings that are far off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 50 }), (seed, slope) => {
      const random = noise(seed)
      const trend = trendOf(readings(180, (at) => 1000 + slope * at + 5 * slope * random() + (at % 20 === 7 ? 10_000 : 0)))!
      expect(Math.abs((trend.slope * minuteMs) / slope - 1)).toBeLessThan(0.1)
      expect(trend.certainty).toBeGreaterThan(0.99)
    }),
    { numRuns: 30 },
  )
})

test('noise is no trend, but seldom', () => {
  let sure = 0
  for (let seed = 1; seed <= 100; seed++) {
    const random = noise(seed)
    if (trendOf(readings(100, () => 1000 + 50 * random()))!.certainty > 0.95) sure++
  }
  expect(sure).toBeLessThanOrEqual(1)
})

test('what stands still has no slope and no certainty', () => {
  const trend = trendOf(readings(60, () => 5))!
  expect(trend).toMatchObject({ slope: 0, nowValue: 5 })
  expect(trend.certainty).toBeCloseTo(0)
})

test('too few readings say nothing', () => {
  expect(trendOf(readings(7, (at) => at))).toBeNull()
})

test('a restart is no fall of the trend: only what came after counts', () => {
  const saw = readings(100, (at) => (at % 50) * 10)
  const last = sinceLastFall(saw, 1000)
  expect(last).toHaveLength(50)
  expect(last[0]!.value).toBe(0)
  expect(
    sinceLastFall(
      readings(50, (at) => 500 - at),
      1000,
    ),
  ).toHaveLength(50)
})

test('a limit is reached when the line meets it, and never by a line that falls', () => {
  const rising = trendOf(readings(60, (at) => at))!
  expect(reachedAtMs(rising, 69, 0)).toBeCloseTo(10 * minuteMs)
  expect(reachedAtMs(rising, 10, 0)).toBe(0)
  expect(reachedAtMs(trendOf(readings(60, (at) => -at))!, 69, 0)).toBeNull()
})
