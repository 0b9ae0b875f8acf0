import { expect, test } from 'vitest'
import { allowanceWords, formatShare, promiseWords, suggestedTarget } from './objective-words.ts'

const name = (id: string) => (id === 'shop' ? 'Shop' : id)

test('a promise is told in one sentence', () => {
  const given = { name: 'x', targetPercent: 99.9, periodDays: 30 }
  expect(promiseWords({ ...given, indicator: { kind: 'availability', route: null } }, name)).toBe(
    '99.9 % of requests do not fail, in any 30 days',
  )
  expect(promiseWords({ ...given, periodDays: 1, indicator: { kind: 'latency', route: 'shop', withinMs: 1500 } }, name)).toBe(
    '99.9 % of requests to Shop are answered within 1,500 ms, in any day',
  )
})

test('nearly all is never told as all', () => {
  expect(formatShare(99.99999)).toBe('99.999')
  expect(formatShare(100)).toBe('100')
})

test('a budget is told as the time that all may fail', () => {
  expect(allowanceWords({ targetPercent: 99.9, periodDays: 30 })).toBe('43 min 11 s')
})

test('a lower target is suggested only where the one given would have been missed, or nearly', () => {
  expect(suggestedTarget({ goodPercent: 99.7, total: 10_000 }, 99.9)).toBe(99.5)
  expect(suggestedTarget({ goodPercent: 99.99, total: 10_000 }, 99.9)).toBeNull()
  expect(suggestedTarget({ goodPercent: 50, total: 10_000 }, 99.9)).toBeNull()
  expect(suggestedTarget({ goodPercent: 90, total: 10 }, 99.9)).toBeNull()
})
