import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bucket } from './bucket.ts'

const tenAMinute = { limit: 10, perMs: 60_000, burst: 10 }
const passing = (bucket: Bucket, nowMs: number, asked: number): number => {
  let passed = 0
  for (let at = 0; at < asked; at++) {
    if (bucket.waitMs(nowMs) > 0) continue
    bucket.take(nowMs)
    passed += 1
  }
  return passed
}

test('a burst passes at once, and from then on one for each part of the time', () => {
  const bucket = new Bucket(tenAMinute)
  expect(passing(bucket, 1000, 15)).toBe(10)
  expect(bucket.left(1000)).toBe(0)
  expect(bucket.waitMs(1000)).toBe(6000)
  expect(bucket.resetMs(1000)).toBe(60_000)
  expect(passing(bucket, 6999, 5)).toBe(0)
  expect(passing(bucket, 7000, 5)).toBe(1)
  expect(bucket.left(13_001)).toBe(1)
})

test('whoever was silent has the whole burst again, and never more', () => {
  const bucket = new Bucket(tenAMinute)
  passing(bucket, 0, 10)
  expect(passing(bucket, 60_000, 50)).toBe(10)
  expect(passing(bucket, 10_000_000, 50)).toBe(10)
})

test('over any stretch no more pass than the burst and what the stretch brings, whatever the figures', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1000, max: 100_000 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (limit, perMs, burst, gaps) => {
        const bucket = new Bucket({ limit, perMs, burst })
        const began = 1e9
        let now = began
        let passed = 0
        for (const gap of gaps) {
          now += gap
          const left = bucket.left(now)
          expect(left > 0).toBe(bucket.waitMs(now) === 0)
          passed += passing(bucket, now, 3)
          expect(passed).toBeLessThanOrEqual(burst + ((now - began) * limit) / perMs + 0.01)
        }
        const wait = bucket.waitMs(now)
        expect(bucket.waitMs(now + wait)).toBe(0)
      },
    ),
    { numRuns: 100 },
  )
})
