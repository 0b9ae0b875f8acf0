import { expect, test } from 'vitest'
import { nextDaily } from './next-daily.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()

test('the next one is at the hour of today, or of tomorrow once that is made', () => {
  expect(nextDaily(at(21, 1), 3, at(20, 3))).toBe(at(21, 3))
  expect(nextDaily(at(21, 3), 3, at(20, 3))).toBe(at(21, 3))
  expect(nextDaily(at(21, 3, 1), 3, at(21, 3))).toBe(at(22, 3))
})

test('one that was missed is due at once, and only once', () => {
  expect(nextDaily(at(21, 12), 3, at(18, 3))).toBe(at(21, 3))
  expect(nextDaily(at(21, 12, 1), 3, at(21, 12))).toBe(at(22, 3))
})

test('a clock that stepped back makes no second one of the same day', () => {
  expect(nextDaily(at(21, 1), 3, at(21, 4))).toBe(at(22, 3))
  expect(nextDaily(at(20, 12), 3, at(21, 4))).toBe(at(22, 3))
})

test('a clock that was years ahead does not keep all others from being made', () => {
  expect(nextDaily(at(20, 12), 3, at(500, 3))).toBe(at(20, 3))
})

test('another hour moves the next one, not the last', () => {
  expect(nextDaily(at(21, 12), 15, at(21, 3))).toBe(at(21, 15))
  expect(nextDaily(at(21, 16), 15, at(21, 3))).toBe(at(21, 15))
})
