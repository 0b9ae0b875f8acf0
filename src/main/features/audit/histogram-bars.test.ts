import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disjoint, floorTo, stepFor } from './histogram-bars.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

test.each([
  [15 * minute, 120, 10_000],
  [hour, 120, minute],
  [day, 120, 15 * minute],
  [7 * day, 120, 2 * hour],
  [30 * day, 120, 12 * hour],
  [365 * day, 120, 7 * day],
  [20 * 365 * day, 100, 11 * 7 * day],
])('%i ms in at most %i bars are bars of %i ms', (range, bars, step) => {
  expect(stepFor(1_750_000_000_000 - range, 1_750_000_000_000, bars)).toBe(step)
})

test('no range makes more bars than asked for', () => {
  const moment = fc.integer({ min: -8.64e15, max: 8.64e15 })
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 10, max: 300 }), (a, b, bars) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const step = stepFor(from, to, bars)
      expect(Math.ceil((to - floorTo(from, step)) / step)).toBeLessThanOrEqual(bars)
    }),
  )
})

test('intervals are cut so that each place belongs to one, or to several and then to none', () => {
  const interval = fc
    .record({ low: fc.nat({ max: 60 }), length: fc.integer({ min: 1, max: 20 }), atMs: fc.option(fc.nat({ max: 5 })) })
    .map(({ low, length, atMs }) => ({ low, high: low + length - 1, atMs }))
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 8 }), (intervals) => {
      const cut = disjoint(intervals)
      for (let at = 0; at < 90; at++) {
        const over = intervals.filter(({ low, high }) => low <= at && at <= high)
        const told = cut.filter(({ low, high }) => low <= at && at <= high)
        expect(told).toHaveLength(Math.min(1, over.length))
        if (told[0]) expect(told[0].atMs).toBe(over.length === 1 ? over[0]!.atMs : null)
      }
      expect(cut).toEqual(cut.toSorted((a, b) => a.low - b.low))
    }),
  )
})
