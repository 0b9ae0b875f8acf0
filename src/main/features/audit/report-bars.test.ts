import { expect, test } from 'vitest'
import { aReport } from '../../test-kit/a-report.ts'
import { niceTop, reportBars } from './report-bars.ts'

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [10, 10],
  [11, 20],
  [999, 1000],
  [1001, 2000],
])('an axis over %i ends at %i', (value, top) => {
  expect(niceTop(value)).toBe(top)
})

test('a bar is a stack of what it counts, each of its height, from the bottom up', () => {
  const { fromMs } = aReport().statistics
  const { text } = reportBars({ fromMs, toMs: fromMs + 1000, stepMs: 1000, bars: [{ atMs: fromMs, counts: [5, 0, 0, 0, 5] }] })
  const drawn = [...text.matchAll(/<rect class="s(\d)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map((found) =>
    found.slice(1).map(Number),
  )
  expect(drawn).toEqual([
    [0, 44, 89, 635.5, 81],
    [4, 44, 8, 635.5, 81],
  ])
})
