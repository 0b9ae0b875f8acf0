import { expect, test } from 'vitest'
import { spanWords } from './span-words.ts'

const at = (day: number, hour: number, minute = 0, second = 0) => Date.UTC(2026, 10, day, hour, minute, second)

test('within a day the day is said once, and seconds only where they count', () => {
  expect(spanWords(at(19, 14), at(19, 14, 15), 'UTC')).toBe('Thu 19 Nov, 14:00 to 14:15')
  expect(spanWords(at(19, 14), at(19, 14, 0, 5), 'UTC')).toBe('Thu 19 Nov, 14:00:00 to 14:00:05')
})

test('over midnight both days are said', () => {
  expect(spanWords(at(19, 23), at(20, 1), 'UTC')).toBe('Thu 19 Nov, 23:00 to Fri 20 Nov, 01:00')
})

test('whole days are said without a clock', () => {
  expect(spanWords(at(19, 0), at(20, 0), 'UTC')).toBe('Thu 19 Nov')
  expect(spanWords(at(19, 0), at(26, 0), 'UTC')).toBe('Thu 19 Nov to Wed 25 Nov')
})
