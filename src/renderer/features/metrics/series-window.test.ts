import { expect, test } from 'vitest'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { addToBucket, moveOn, seriesKey, stepStart, type SeriesWindow } from './series-window.ts'

const point = (atMs: number, mean: number | null) => ({ atMs, mean, min: mean, max: mean, count: mean === null ? 0 : 1 })
const cpu: SeriesPoints = {
  name: 'machine.cpu.used',
  labels: {},
  kind: 'gauge',
  unit: 'percent',
  title: 'CPU',
  points: [point(0, 1), point(10, 2), point(20, 3)],
}
const window: SeriesWindow = { fromMs: 0, toMs: 30, stepMs: 10, series: [cpu] }
const bucketOf = (...values: number[]) =>
  new Map([['machine.cpu.used', values.reduce<ReturnType<typeof addToBucket> | undefined>(addToBucket, undefined)!]])

test('the order of labels makes no other series', () => {
  expect(seriesKey({ name: 'a', labels: { y: '2', x: '1' } })).toBe(seriesKey({ name: 'a', labels: { x: '1', y: '2' } }))
  expect(seriesKey({ name: 'a', labels: { x: '1' } })).not.toBe(seriesKey({ name: 'a', labels: { x: '2' } }))
})

test('a finished step is added at the newer end, and as much falls off at the older', () => {
  const moved = moveOn(window, new Map([[30, bucketOf(10, 20, 60)]]))
  expect(moved).toMatchObject({ fromMs: 10, toMs: 40 })
  expect(moved.series[0]?.points).toEqual([point(10, 2), point(20, 3), { atMs: 30, mean: 30, min: 10, max: 60, count: 3 }])
})

test('several steps at once, with one of them empty, leave a gap', () => {
  const moved = moveOn(
    window,
    new Map([
      [30, bucketOf(5)],
      [50, bucketOf(7)],
    ]),
  )
  expect(moved).toMatchObject({ fromMs: 30, toMs: 60 })
  expect(moved.series[0]?.points.map(({ atMs }) => atMs)).toEqual([30, 50])
})

test('what the window holds already is not added twice', () => {
  expect(moveOn(window, new Map([[20, bucketOf(9)]]))).toBe(window)
  const moved = moveOn(
    window,
    new Map([
      [20, bucketOf(9)],
      [30, bucketOf(4)],
    ]),
  )
  expect(moved.series[0]?.points.map(({ mean }) => mean)).toEqual([2, 3, 4])
})

test('steps lie on the grid of the window', () => {
  expect(stepStart({ fromMs: 3, stepMs: 10 }, 29)).toBe(23)
  expect(stepStart({ fromMs: 3, stepMs: 10 }, 33)).toBe(33)
})
