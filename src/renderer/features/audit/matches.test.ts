import { expect, test } from 'vitest'
import type { JoinedHistogram } from './histogram-slices.ts'
import { matchesOf, matchWords } from './matches.ts'

const nowMs = Date.UTC(2026, 10, 19, 15)
const histogram = (given: Partial<JoinedHistogram> = {}): JoinedHistogram => ({
  span: { fromMs: 0, toMs: 10, stepMs: 1 },
  bars: [],
  entries: 1148,
  exact: true,
  countedBackToMs: null,
  ...given,
})
const words = (given: Partial<JoinedHistogram>, size: number | null = 61_204, filtered = true) => {
  const { figure, rest } = matchWords(histogram(given), size, filtered, nowMs, 'UTC')
  return `${figure} ${rest}`
}

test('how many of all match', () => {
  expect(words({})).toBe('1,148 of 61,204 entries match')
  expect(words({ entries: 1 }, 1)).toBe('1 of 1 entry matches')
})

test('an estimate is called one', () => {
  expect(words({ exact: false })).toBe('About 1,148 of 61,204 entries match')
})

test('while it is counted, how far back is said', () => {
  expect(words({ countedBackToMs: Date.UTC(2026, 10, 19, 14, 32) })).toBe('1,148 so far, counted back to 14:32:00')
  expect(matchesOf(histogram({ countedBackToMs: 5 }))?.whole).toBe(false)
})

test('without a filter there is only how many there are', () => {
  expect(words({}, 61_204, false)).toBe('61,204 entries')
})

test('a size that lags behind is left out', () => {
  expect(words({}, 1000)).toBe('1,148 entries match')
  expect(words({}, null)).toBe('1,148 entries match')
})
