import { expect, test } from 'vitest'
import { beforeKey, pointNear, rowsOf } from './chart-rows.ts'

const span = { fromMs: 0, toMs: 100, stepMs: 10 }
const points = (times: number[], value: number | null = 1) => times.map((atMs) => ({ atMs, mean: value }))
const all = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

test('a line without gaps is one row a point', () => {
  const { rows, gaps } = rowsOf([{ key: 'a', name: 'A', points: points(all) }], span)
  expect(rows.map(({ atMs }) => atMs)).toEqual(all)
  expect(gaps).toEqual([])
})

test('where nothing was measured the line breaks, and the gap is told', () => {
  const line = { key: 'a', name: 'A', points: [...points([0, 10, 20]), ...points([30, 40, 50], null), ...points([60, 70])] }
  const { rows, gaps } = rowsOf([line], span)
  expect(gaps).toEqual([{ fromMs: 25, toMs: 55 }])
  expect(rows.find(({ atMs }) => atMs === 40)).toEqual({ atMs: 40, a: null })
})

test('a gap at either end reaches to the edge; without any point all is one gap', () => {
  const line = { key: 'a', name: 'A', points: [...points([0, 10], null), ...points([20, 30]), ...points([40, 50], null)] }
  expect(rowsOf([line], span).gaps).toEqual([
    { fromMs: 0, toMs: 15 },
    { fromMs: 35, toMs: 100 },
  ])
  expect(rowsOf([{ key: 'a', name: 'A', points: [] }], span).gaps).toEqual([{ fromMs: 0, toMs: 100 }])
})

test('a line that is measured less often than its neighbour is drawn through, but not through a gap', () => {
  const often = { key: 'a', name: 'A', points: points(all) }
  const seldom = { key: 'b', name: 'B', points: [...points([0], 10), ...points([20], 30), ...points([40], null), ...points([60], 5)] }
  const { rows, gaps } = rowsOf([often, seldom], span)
  expect(rows.map(({ b }) => b)).toEqual([10, 20, 30, undefined, null, undefined, 5, undefined, undefined, undefined, undefined])
  expect(gaps).toEqual([])
})

test('the earlier period stands on the same grid and breaks nothing', () => {
  const { rows, gaps } = rowsOf([{ key: 'a', name: 'A', points: points(all), before: points([3, 13], 7) }], span)
  expect(rows[1]).toEqual({ atMs: 10, a: 1, [beforeKey('a')]: 7 })
  expect(gaps).toEqual([])
})

test('the value under the crosshair is the nearest, and none far away', () => {
  expect(pointNear(points([0, 10, 20]), 14, 10)?.atMs).toBe(10)
  expect(pointNear(points([0, 10]), 30, 10)).toBeNull()
})
