import { expect, test } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const at = (text: string) => Date.parse(`2026-11-19T${text}Z`)
const labels = (from: number, to: number, offsetMs = 0) => timeTicks(from, to, 4, offsetMs, 'UTC').map(({ label }) => label)

test('an hour is marked at round minutes', () => {
  expect(labels(at('13:32:10'), at('14:32:10'))).toEqual(['13:45', '14:00', '14:15', '14:30'])
})

test('half a minute is marked with seconds', () => {
  expect(labels(at('13:32:01'), at('13:32:31'))).toEqual(['13:32:10', '13:32:20', '13:32:30'])
})

test('a week is marked by days, and in a day and a half midnight is told by its day', () => {
  expect(labels(at('12:00:00'), at('12:00:00') + 7 * 86_400_000)).toEqual(['21 Nov', '23 Nov', '25 Nov'])
  expect(labels(at('12:00:00'), at('12:00:00') + 36 * 3_600_000)).toEqual(['12:00', '20 Nov', '12:00', '21 Nov'])
})

test('marks stand at round times of the local clock', () => {
  const halfHour = 30 * 60_000
  expect(timeTicks(at('00:00:00'), at('12:00:00'), 4, halfHour, 'UTC').map(({ label }) => label)).toEqual([
    '02:30',
    '05:30',
    '08:30',
    '11:30',
  ])
})
