import { expect, test } from 'vitest'
import { isQuiet } from './quiet-hours.ts'

const everyDay = [0, 1, 2, 3, 4, 5, 6]
const night = { from: '22:00', to: '07:00', days: everyDay, exceptFrom: 'critical' as const }
const at = (text: string) => Date.parse(text)

test.each([
  ['2026-11-21T21:59:59Z', false],
  ['2026-11-21T22:00:00Z', true],
  ['2026-11-22T00:00:00Z', true],
  ['2026-11-22T06:59:59Z', true],
  ['2026-11-22T07:00:00Z', false],
])('a night from 22:00 to 07:00 goes past midnight: %s → %s', (text, quiet) => {
  expect(isQuiet(night, at(text), 'UTC')).toBe(quiet)
})

test('a night belongs to the day on which it begins', () => {
  // 2026-11-20 is a Friday.
  const fridays = { ...night, days: [5] }
  expect(isQuiet(fridays, at('2026-11-20T23:00:00Z'), 'UTC')).toBe(true)
  expect(isQuiet(fridays, at('2026-11-21T06:00:00Z'), 'UTC')).toBe(true)
  expect(isQuiet(fridays, at('2026-11-21T23:00:00Z'), 'UTC')).toBe(false)
  expect(isQuiet(fridays, at('2026-11-20T06:00:00Z'), 'UTC')).toBe(false)
})

test('within one day, and for a whole one', () => {
  const noon = { ...night, from: '12:00', to: '13:30', days: [6] }
  expect(isQuiet(noon, at('2026-11-21T13:29:00Z'), 'UTC')).toBe(true)
  expect(isQuiet(noon, at('2026-11-21T13:30:00Z'), 'UTC')).toBe(false)
  expect(isQuiet(noon, at('2026-11-22T13:00:00Z'), 'UTC')).toBe(false)
  const sundays = { ...night, from: '00:00', to: '00:00', days: [0] }
  expect(isQuiet(sundays, at('2026-11-22T23:59:00Z'), 'UTC')).toBe(true)
  expect(isQuiet(sundays, at('2026-11-23T00:00:00Z'), 'UTC')).toBe(false)
})

test('the hours are those of the machine, in summer and in winter', () => {
  // Berlin is an hour ahead in winter, two in summer; the change is in the night to 2026-10-25.
  expect(isQuiet(night, at('2026-10-24T20:30:00Z'), 'Europe/Berlin')).toBe(true)
  expect(isQuiet(night, at('2026-10-25T05:30:00Z'), 'Europe/Berlin')).toBe(true)
  expect(isQuiet(night, at('2026-10-25T06:00:00Z'), 'Europe/Berlin')).toBe(false)
  expect(isQuiet(night, at('2026-10-25T20:30:00Z'), 'Europe/Berlin')).toBe(false)
  // 02:30 does not exist there on 2026-03-29, and comes twice on 2026-10-25.
  const small = { ...night, from: '02:00', to: '03:00' }
  expect(isQuiet(small, at('2026-03-29T00:59:00Z'), 'Europe/Berlin')).toBe(false)
  expect(isQuiet(small, at('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe(false)
  expect(isQuiet(small, at('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toBe(true)
  expect(isQuiet(small, at('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe(true)
  expect(isQuiet(small, at('2026-10-25T02:00:00Z'), 'Europe/Berlin')).toBe(false)
})
