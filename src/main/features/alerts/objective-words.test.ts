import { expect, test } from 'vitest'
import type { GivenObjective } from '../../../shared/contract/objectives.ts'
import { indicatorWords, objectiveSentence, percentWords } from './objective-words.ts'

const dayMs = 86_400_000
const nowMs = 1_000 * dayMs
const given: GivenObjective = { name: 'Checkout', indicator: { kind: 'availability', route: null }, targetPercent: 99.9, periodDays: 30 }

test('nearly all is never told as all', () => {
  expect([100, 99.99999, 99.9234, 50].map(percentWords)).toEqual(['100', '99.999', '99.923', '50'])
})

test('what counts as good is told in words', () => {
  expect(indicatorWords({ kind: 'availability', route: null }, null)).toBe('requests that do not fail')
  expect(indicatorWords({ kind: 'latency', route: 'shop', withinMs: 1500 }, 'Shop')).toBe('requests to Shop answered within 1,500 ms')
})

test('the sentence says over how long, and what is left', () => {
  const figures = { total: 12_431, goodPercent: 99.93, budgetLeftPercent: 30.4, measuredSinceMs: nowMs - 30 * dayMs }
  expect(objectiveSentence(given, figures, nowMs)).toBe(
    '99.93 % of 12,431 requests were good in 30 days: 30 % of the error budget is left.',
  )
  expect(objectiveSentence(given, { ...figures, measuredSinceMs: nowMs - 3.5 * dayMs, budgetLeftPercent: -12.2 }, nowMs)).toBe(
    '99.93 % of 12,431 requests were good in the 3 days that are measured so far: the error budget is overspent by 13 %.',
  )
  expect(objectiveSentence(given, { ...figures, total: 1, measuredSinceMs: nowMs - 1 }, nowMs)).toContain('1 request was good in the hours')
  expect(objectiveSentence(given, { total: 0, goodPercent: null, budgetLeftPercent: null, measuredSinceMs: null }, nowMs)).toBe(
    'No request in 30 days counts for this yet.',
  )
})
