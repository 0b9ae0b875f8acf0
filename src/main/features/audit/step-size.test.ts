import { expect, test } from 'vitest'
import { firstStep, nextStep } from './step-size.ts'

/** The size after many steps on a disk that takes so long for a step and so long for each row. */
const settled = (stepMs: number, rowMs: number): { rows: number; longestMs: number } => {
  let rows = firstStep
  let longestMs = 0
  for (let step = 0; step < 50; step++) {
    const tookMs = stepMs + rows * rowMs
    longestMs = Math.max(longestMs, tookMs)
    rows = nextStep(rows, tookMs)
  }
  return { rows, longestMs }
}

test('on a fast disk the steps grow, to no more than two thousand rows', () => {
  expect(settled(0.5, 0.001).rows).toBe(2000)
  expect(nextStep(firstStep, 0)).toBeLessThanOrEqual(firstStep * 2)
})

test('on a slow disk they shrink until a step takes a few milliseconds', () => {
  const { rows, longestMs } = settled(1, 0.02)
  expect(1 + rows * 0.02).toBeLessThan(7)
  expect(longestMs).toBeLessThan(20)
})

test('a step that took far too long is at once followed by a small one, which is never nothing', () => {
  expect(nextStep(2000, 50)).toBe(200)
  expect(nextStep(50, 10_000)).toBe(50)
})
