import { expect, test } from 'vitest'
import { createRecentMinutes } from './recent-minutes.ts'

const minute = 60_000
const tally = (atMinute: number, events = 1) => ({ minuteMs: atMinute * minute, events, refused: 1, critical: 0 })

test('what happened is summed over the last minutes, and what is older is forgotten', () => {
  const minutes = createRecentMinutes()
  minutes.add([tally(0), tally(50), tally(59)], 60 * minute)
  minutes.add([tally(59, 4)], 60 * minute)
  expect(minutes.since(15 * minute, 60 * minute)).toEqual({ events: 6, refused: 3, critical: 0 })
  expect(minutes.since(60 * minute, 60 * minute).events).toBe(7)
  minutes.add([], 61 * minute)
  expect(minutes.since(1000 * minute, 61 * minute).events).toBe(6)
})

test('times that a wrong clock or another program wrote do not count and are not kept', () => {
  const minutes = createRecentMinutes()
  minutes.add([tally(-1000), tally(1e9)], 60 * minute)
  expect(minutes.since(1e15, 60 * minute).events).toBe(0)
})
