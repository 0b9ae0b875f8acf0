import { expect, test } from 'vitest'
import { beforeKey, pointNear, rowsOf } from './chart-rows.ts'

const span = { fromMs: 0, toMs: 100, stepMs: 10 }
const points = (times: number[], value = 1) => times.map((atMs) => ({ atMs, mean: value }))
const all = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

test('a line without gaps is one row a point', () => {
  const { rows, gaps } = rowsOf([{ key: 'a', name: 'A', points: points(all) }], span)
  expect(rows.map(({ atMs }) => atMs)).toEqual(all)
  expect(gaps).toEqual([])
})

test('a gap breaks the line and is told; one missing sample is bridged', () => {
  const { rows, gaps } = rowsOf([{ key: 'a', name: 'A', points: points([0, 20, 30, 80, 90, 100]) }], span)
  expect(gaps).toEqual([{ fromMs: 35, toMs: 75 }])
  expect(rows.find(({ atMs }) => atMs === 55)).toEqual({ atMs: 55, a: null })
  expect(rows.some(({ atMs }) => atMs === 10)).toBe(false)
})

test('points whose mean is null are as if they were not there', () => {
  const nothing = { atMs: 50, mean: null }
  const { rows } = rowsOf([{ key: 'a', name: 'A', points: [...points([30, 40]), nothing, ...points([60, 70])] }], {
    ...span,
    fromMs: 30,
    toMs: 70,
  })
  expect(rows.map(({ a }) => a)).toEqual([1, 1, 1, 1])
})

test('before the first sample and after the last, nothing was measured', () => {
  const { gaps } = rowsOf([{ key: 'a', name: 'A', points: points([40, 50]) }], span)
  expect(gaps).toEqual([
    { fromMs: 0, toMs: 35 },
    { fromMs: 55, toMs: 100 },
  ])
  expect(rowsOf([{ key: 'a', name: 'A', points: [] }], span).gaps).toEqual([{ fromMs: 0, toMs: 100 }])
})

test('the newest sample may still be on its way', () => {
  expect(rowsOf([{ key: 'a', name: 'A', points: points(all.slice(0, -3)) }], span).gaps).toEqual([])
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
