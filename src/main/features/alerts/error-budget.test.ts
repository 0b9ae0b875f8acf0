import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetCourse, budgetLeft, burnOf, burnThreshold, exhaustedAt, isBreached, joinSteps, sumSteps } from './error-budget.ts'
import type { CountedStep } from './error-budget.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const nowMs = 1_000 * dayMs
const threeNines = { targetPercent: 99.9, periodDays: 30 }

/** So many requests in each of the last minutes, `badOf` of them bad. */
const minutes = (count: number, total: number, badOf: (ago: number) => number): CountedStep[] =>
  Array.from({ length: count }, (_, at) => ({ atMs: nowMs - (count - at) * minuteMs, total, bad: badOf(count - at) }))

test('over 30 days a breach is 14.4 times the pace in an hour and 6 times in six, as the Workbook has it', () => {
  expect(burnThreshold(threeNines, hourMs, 0.02)).toBeCloseTo(14.4)
  expect(burnThreshold(threeNines, 6 * hourMs, 0.05)).toBeCloseTo(6)
})

test('whatever is promised, a service that fails every request breaches both pairs, and one at its usual pace none', () => {
  fc.assert(
    fc.property(fc.double({ min: 50, max: 99.999, noNaN: true }), fc.integer({ min: 1, max: 90 }), (targetPercent, periodDays) => {
      const promise = { targetPercent, periodDays }
      const down = burnOf(
        minutes(360, 10, () => 10),
        promise,
        minuteMs,
        nowMs,
      )
      const usual = burnOf(
        minutes(360, 1000, () => 1000 * (1 - targetPercent / 100)),
        promise,
        minuteMs,
        nowMs,
      )
      expect(down.map(isBreached)).toEqual([true, true])
      expect(usual.map(isBreached)).toEqual([false, false])
    }),
  )
})

test('a burn that is over is no breach, although the long window still knows of it', () => {
  const [fast] = burnOf(
    minutes(360, 100, (ago) => (ago > 10 && ago <= 40 ? 50 : 0)),
    threeNines,
    minuteMs,
    nowMs,
  )
  expect(fast!.longRate).toBeGreaterThan(fast!.threshold)
  expect(fast!.shortRate).toBe(0)
  expect(isBreached(fast!)).toBe(false)
})

test('no requests are no rate, and no breach', () => {
  const windows = burnOf([], threeNines, minuteMs, nowMs)
  expect(windows.map(({ shortRate, longRate }) => [shortRate, longRate])).toEqual([
    [null, null],
    [null, null],
  ])
  expect(windows.some(isBreached)).toBe(false)
  expect(budgetLeft({ total: 0, bad: 0 }, threeNines)).toBeNull()
})

test('the budget is what the promise allows to be bad', () => {
  expect(budgetLeft({ total: 10_000, bad: 0 }, threeNines)).toBe(100)
  expect(budgetLeft({ total: 10_000, bad: 4 }, threeNines)).toBeCloseTo(60)
  expect(budgetLeft({ total: 10_000, bad: 15 }, threeNines)).toBeCloseTo(-50)
})

const anySteps = fc
  .array(fc.record({ total: fc.nat(1000), badShare: fc.double({ min: 0, max: 1, noNaN: true }), gap: fc.nat(3) }), { maxLength: 900 })
  .map((drawn) => {
    let atMs = 0
    return drawn.map(({ total, badShare, gap }): CountedStep => {
      atMs += (gap + 1) * hourMs
      return { atMs, total, bad: Math.round(total * badShare) }
    })
  })

test('however many steps are joined, none is lost, and no more than asked for are left', () => {
  fc.assert(
    fc.property(anySteps, fc.integer({ min: 1, max: 300 }), (steps, most) => {
      const joined = joinSteps(steps, hourMs, most)
      expect(joined.steps.length).toBeLessThanOrEqual(most)
      expect(sumSteps(joined.steps, -Infinity)).toEqual(sumSteps(steps, -Infinity))
    }),
  )
})

test('the course of the budget never rises, and ends at what is left', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const course = budgetCourse(steps, threeNines)
      const left = course.map(({ budgetLeftPercent }) => budgetLeftPercent)
      for (const [at, one] of left.entries()) if (at > 0 && one !== null) expect(one).toBeLessThanOrEqual(left[at - 1]!)
      expect(left.at(-1) ?? null).toBe(budgetLeft(sumSteps(steps, -Infinity), threeNines))
    }),
  )
})

test('at twice the pace, half of the budget is spent in a quarter of the period', () => {
  expect(exhaustedAt(50, 2, threeNines, nowMs)).toBe(nowMs + 7.5 * dayMs)
  expect(exhaustedAt(50, 1, threeNines, nowMs)).toBeNull()
  expect(exhaustedAt(0, 2, threeNines, nowMs)).toBeNull()
  expect(exhaustedAt(50, null, threeNines, nowMs)).toBeNull()
})
