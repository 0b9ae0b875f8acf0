import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointsOf } from './points.ts'
import { sampleOfValue, sampleOfValues } from '../../../shared/sample.ts'

const stepsAt = (...seconds: number[]) => new Map(seconds.map((second) => [second * 1000, sampleOfValue(second)]))
const shown = (points: ReturnType<typeof pointsOf>) => points.map(({ atMs, mean }) => [atMs / 1000, mean])
const range = { fromMs: 0, toMs: 10_000, stepMs: 1000 }

test('one step that is missing is no gap', () => {
  expect(shown(pointsOf(stepsAt(0, 1, 2, 4, 5, 6, 7, 8, 9), range, 1000))).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9].map((s) => [s, s]))
})

test('more is a gap, a point for each step that nothing was measured in', () => {
  expect(shown(pointsOf(stepsAt(0, 1, 5, 6, 7, 8, 9), range, 1000))).toEqual([
    [0, 0],
    [1, 1],
    [2, null],
    [3, null],
    [4, null],
    ...[5, 6, 7, 8, 9].map((s) => [s, s]),
  ])
})

test('what is read every five seconds has no gaps in between', () => {
  expect(shown(pointsOf(stepsAt(0, 5), range, 5000))).toEqual([
    [0, 0],
    [5, 5],
  ])
})

test('before the first and after the last measurement there is a gap too', () => {
  const points = pointsOf(stepsAt(4), range, 1000)
  expect(shown(points)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((s) => [s, s === 4 ? 4 : null]))
  expect(points[4]).toEqual({ atMs: 4000, mean: 4, min: 4, max: 4, count: 1 })
})

test('a histogram tells its percentiles by step, and never one outside what was measured', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }), (values) => {
      const [point] = pointsOf(new Map([[0, sampleOfValues(values)!]]), { fromMs: 0, toMs: 1000, stepMs: 1000 }, 1000)
      const ordered = values.toSorted((a, b) => a - b)
      for (const [name, share] of [
        ['p50', 0.5],
        ['p95', 0.95],
        ['p99', 0.99],
      ] as const) {
        const told = point!.percentiles![name]
        const exact = ordered[Math.max(1, Math.ceil(share * ordered.length)) - 1]!
        expect(told / exact).toBeGreaterThan(0.9)
        expect(told / exact).toBeLessThan(1.1)
        expect(told).toBeGreaterThanOrEqual(point!.min!)
        expect(told).toBeLessThanOrEqual(point!.max!)
      }
    }),
  )
})

test('a gauge has no percentiles', () => {
  expect(pointsOf(stepsAt(4), range, 1000)[4]).not.toHaveProperty('percentiles')
})
