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
  expect(window.series[0]?.points).toHaveLength(3)
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

test('the step that the core had only begun to fill is filled up', () => {
  const moved = moveOn(window, new Map([[20, bucketOf(9)]]))
  expect(moved).toMatchObject({ fromMs: 0, toMs: 30 })
  expect(moved.series[0]?.points.at(-1)).toEqual({ atMs: 20, mean: 6, min: 3, max: 9, count: 2 })
})

test('nothing new changes nothing, and a histogram waits for the core', () => {
  expect(moveOn(window, new Map())).toBe(window)
  const histogram = { ...window, series: [{ ...cpu, kind: 'histogram' as const }] }
  expect(moveOn(histogram, new Map([[30, bucketOf(9)]])).series[0]?.points).toHaveLength(3)
})

test('steps lie on the grid of the window', () => {
  expect(stepStart({ fromMs: 3, stepMs: 10 }, 29)).toBe(23)
  expect(stepStart({ fromMs: 3, stepMs: 10 }, 33)).toBe(33)
})
