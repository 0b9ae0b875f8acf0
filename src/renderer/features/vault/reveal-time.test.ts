import { expect, test } from 'vitest'
import { secondsLeft, shownLeftMs } from './reveal-time.ts'

const shown = { hideAtMs: 130_000, beganAtMonotonicMs: 5_000, forMs: 30_000 }

test('a key is shown for its time', () => {
  expect(shownLeftMs(shown, 100_000, 5_000)).toBe(30_000)
  expect(shownLeftMs(shown, 107_000, 12_000)).toBe(23_000)
  expect(shownLeftMs(shown, 140_000, 45_000)).toBe(0)
})

test('a clock that is set back, or a machine that slept, does not lengthen it', () => {
  expect(shownLeftMs(shown, 10_000, 12_000)).toBe(23_000)
  expect(shownLeftMs(shown, 160_000, 6_000)).toBe(0)
})

test('seconds are counted down to one', () => {
  expect(secondsLeft(30_000)).toBe(30)
  expect(secondsLeft(1)).toBe(1)
  expect(secondsLeft(0)).toBe(0)
})
