// The waits of the live feed.
import { expect, test } from 'vitest'
import { waitBeforeTry } from './back-off.ts'

test('the wait doubles with each failure up to fifteen seconds', () => {
  expect([1, 2, 3, 4, 5, 50].map((failures) => waitBeforeTry(failures, 0))).toEqual([1000, 2000, 4000, 8000, 15000, 15000])
})

test('windows come back at different times, never later than the full wait', () => {
  expect(waitBeforeTry(3, 1)).toBe(3000)
  expect(waitBeforeTry(3, 0.5)).toBe(3500)
})
