import { expect, test } from 'vitest'
import type { Histogram, SeverityCounts } from '../../../shared/contract/audit-figures.ts'
import { brushedTime, joinSlices } from './histogram-slices.ts'

const info = (count: number): SeverityCounts => [count, 0, 0, 0, 0]
const slice = (given: Partial<Histogram>): Histogram => ({
  fromMs: 0,
  toMs: 100,
  stepMs: 10,
  bars: [],
  entries: 0,
  countedBackToMs: null,
  nextBefore: null,
  exact: true,
  ...given,
})

test('a bar that two slices share is one bar with the sum of both', () => {
  const newer = slice({ bars: [{ atMs: 90, counts: info(4) }, { atMs: 50, counts: info(1) }], entries: 5, countedBackToMs: 53, nextBefore: 700 }) // prettier-ignore
  const older = slice({ bars: [{ atMs: 50, counts: [2, 0, 0, 0, 1] }, { atMs: 10, counts: info(3) }], entries: 6 }) // prettier-ignore
  expect(joinSlices([newer, older])).toEqual({
    span: { fromMs: 0, toMs: 100, stepMs: 10 },
    bars: [
      { atMs: 10, counts: info(3) },
      { atMs: 50, counts: [3, 0, 0, 0, 1] },
      { atMs: 90, counts: info(4) },
    ],
    entries: 11,
    exact: true,
    countedBackToMs: null,
  })
})

test('while slices come, it is said how far back they count, and one estimate makes the whole an estimate', () => {
  expect(joinSlices([slice({ countedBackToMs: 53, nextBefore: 700, exact: false })])).toMatchObject({ countedBackToMs: 53, exact: false })
  expect(joinSlices([slice({ exact: false }), slice({})])?.exact).toBe(false)
})

test('nothing came yet', () => {
  expect(joinSlices([])).toBe(null)
})

test('a brush that reaches the open end leaves it open', () => {
  const span = { fromMs: 0, toMs: 95, stepMs: 10 }
  expect(brushedTime(50, 100, span, true)).toEqual({ from: 50 })
  expect(brushedTime(50, 90, span, true)).toEqual({ from: 50, to: 90 })
  expect(brushedTime(50, 100, span, false)).toEqual({ from: 50, to: 100 })
})
