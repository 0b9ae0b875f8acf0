import { expect, test } from 'vitest'
import { createIds } from './ids.ts'
import { createHandClock } from '../main/test-kit/hand-clock.ts'

test('ids are UUIDs of version 7, sorted by the time of their making, and no two alike', () => {
  const clock = createHandClock()
  const ids = createIds(clock)
  const first = Array.from({ length: 5000 }, () => ids.next())
  clock.advance(1)
  const later = ids.next()
  for (const id of first) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(first).size).toBe(5000)
  expect(new Set(first.map((id) => id[19])).size).toBe(4)
  expect(first.every((id) => id < later)).toBe(true)
  expect(Number.parseInt(later.replace('-', '').slice(0, 12), 16)).toBe(clock.now())
})
