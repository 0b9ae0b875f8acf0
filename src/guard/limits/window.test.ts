import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Window } from './window.ts'

test('in any stretch at most the limit passes, as counting one by one says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 3, noNaN: true })), { maxLength: 400 }),
      (limit, perMs, steps) => {
        const window = new Window(limit, perMs)
        const passed: number[] = []
        let nowMs = 1
        for (const step of steps) {
          nowMs += step
          const counting = passed.filter((atMs) => nowMs - atMs < perMs)
          expect(window.left(nowMs)).toBe(limit - counting.length)
          const waitMs = window.waitMs(nowMs)
          expect(waitMs === 0).toBe(counting.length < limit)
          expect(window.resetMs(nowMs)).toBeCloseTo(counting.length === 0 ? 0 : counting[0]! + perMs - nowMs, 6)
          if (waitMs > 0) {
            expect(waitMs).toBeCloseTo(counting[0]! + perMs - nowMs, 6)
            continue
          }
          window.take(nowMs)
          passed.push(nowMs)
        }
      },
    ),
  )
})

test('a limit of a hundred thousand is as exact', () => {
  const window = new Window(100_000, 1000)
  for (let at = 0; at < 100_000; at++) {
    expect(window.waitMs(at / 1000)).toBe(0)
    window.take(at / 1000)
  }
  expect(window.waitMs(100)).toBe(900)
  expect(window.waitMs(1000)).toBe(0)
  expect(window.left(1000.5)).toBe(501)
})
