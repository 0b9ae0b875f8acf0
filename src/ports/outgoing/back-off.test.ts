import { expect, test } from 'vitest'
import { longestWaitMs, retryAfterMs, waitAfter } from './back-off.ts'

test('the wait doubles from a second to five minutes, and half of it is chance', () => {
  expect([1, 2, 3, 4].map((failures) => waitAfter(failures, 0))).toEqual([500, 1_000, 2_000, 4_000])
  expect(waitAfter(1, 0.999_999)).toBe(1_000)
  expect(waitAfter(9, 0.999_999)).toBe(256_000)
  expect(waitAfter(10, 0.999_999)).toBe(longestWaitMs)
  expect(waitAfter(5_000, 0)).toBe(longestWaitMs / 2)
})

test('a receiver may ask for seconds or for a date, and for an hour at most', () => {
  const nowMs = Date.UTC(2026, 10, 21, 8)
  expect(retryAfterMs('120', nowMs)).toBe(120_000)
  expect(retryAfterMs('Sat, 21 Nov 2026 08:00:30 GMT', nowMs)).toBe(30_000)
  expect(retryAfterMs('Sat, 21 Nov 2026 07:00:00 GMT', nowMs)).toBe(0)
  expect(retryAfterMs('99999999', nowMs)).toBe(3_600_000)
  for (const nothing of [undefined, '', 'soon', '1e9x']) expect(retryAfterMs(nothing, nowMs)).toBeNull()
})
