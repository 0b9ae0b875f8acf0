import { expect, test } from 'vitest'
import { lengthOf, readTimeSearch, windowOf, zoomOut, zoomTo } from './time-range.ts'

test('what is not said is the last quarter of an hour, live: short enough to be seen moving', () => {
  expect(windowOf(readTimeSearch({}))).toEqual({ kind: 'live', range: '15m', lengthMs: 900_000 })
})

test('a zoom is read back from the address, where all is text', () => {
  const search = readTimeSearch({ range: '6h', from: '1000000', to: '1060000', compare: 'true' })
  expect(search).toEqual({ range: '6h', from: 1_000_000, to: 1_060_000, compare: true })
  expect(windowOf(search)).toEqual({ kind: 'fixed', fromMs: 1_000_000, toMs: 1_060_000 })
})

test('what cannot be read, or is half a zoom, is left out', () => {
  expect(readTimeSearch({ range: '2h', from: '5', to: 'then', compare: 'perhaps' })).toEqual({})
  expect(readTimeSearch({ from: '90000', to: '20000' })).toEqual({})
  expect(readTimeSearch({ from: '1e400', to: '-1' })).toEqual({})
})

test('a zoom is never shorter than ten seconds, and keeps its middle', () => {
  const search = zoomTo({ range: '15m' }, 100_000, 100_010)
  expect(lengthOf(windowOf(search))).toBeGreaterThanOrEqual(10_000)
  expect(search).toEqual({ range: '15m', from: 95_005, to: 105_005 })
})

test('the way back leads to the range in which the zoom began', () => {
  expect(zoomOut(zoomTo({ range: '24h', compare: true }, 0, 60_000))).toEqual({ range: '24h', compare: true })
})
