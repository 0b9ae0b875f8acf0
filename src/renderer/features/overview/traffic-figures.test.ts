/** The four figures of the overview, out of series. */
import { expect, test } from 'vitest'
import type { Point, SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { trafficFigures } from './traffic-figures.ts'

const point = (atMs: number, mean: number | null, count: number, p95?: number): Point => ({
  atMs,
  mean,
  min: mean,
  max: mean,
  count,
  ...(p95 !== undefined && { percentiles: { p50: 1, p95, p99: p95 } }),
})
const series = (name: string, points: Point[], labels = {}) =>
  ({ name, labels, kind: 'counter', unit: '1/s', points }) as unknown as SeriesPoints

test('steps count by the seconds that they hold', () => {
  const figures = trafficFigures([
    series('guard.requests', [point(0, 10, 30), point(30, 40, 10)]),
    series('guard.refused', [point(0, 0.5, 40)]),
    series('guard.errors', [point(0, 1.75, 40)]),
    series('guard.duration', [point(0, 5, 300, 12), point(30, 9, 400, 20), point(60, null, 0)]),
  ])
  expect(figures).toEqual({ requestsPerSecond: 17.5, p95Ms: 20, errorsPercent: 10, refusedPerMinute: 30 })
})

test('where nothing was asked there is no share of errors, and where nothing was measured there is nothing', () => {
  expect(trafficFigures([series('guard.requests', [point(0, 0, 60)]), series('guard.errors', [point(0, 0, 60)])])).toEqual({
    requestsPerSecond: 0,
    p95Ms: null,
    errorsPercent: null,
    refusedPerMinute: null,
  })
  expect(trafficFigures([series('guard.requests', [point(0, null, 0)])]).requestsPerSecond).toBeNull()
})

test('the requests of one route are not those of all', () => {
  expect(trafficFigures([series('guard.requests', [point(0, 10, 30)], { route: 'print' })]).requestsPerSecond).toBeNull()
})
