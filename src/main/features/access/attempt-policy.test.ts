import { expect, test } from 'vitest'
import type { AttemptRecord } from './attempt-policy.ts'
import { afterFailure, attemptsLeft, standingOf } from './attempt-policy.ts'

const rules = { failuresBeforeLock: 5, lockMs: 900_000 }
const startMs = 1_000_000_000_000
const minute = 60_000

const failTimes = (times: number, from: AttemptRecord | null = null, atMs = startMs) => {
  let record = from
  for (let time = 0; time < times; time++) record = afterFailure(record, atMs, rules)
  return record!
}

test('the first two attempts come freely, then each waits twice as long', () => {
  expect(standingOf(null, 0, startMs)).toEqual({ kind: 'free', failures: 0 })
  expect(standingOf(failTimes(1), 0, startMs)).toEqual({ kind: 'free', failures: 1 })
  expect([2, 3, 4].map((failures) => standingOf(failTimes(failures), 0, startMs))).toEqual([
    { kind: 'wait', retryAfterMs: 1000 },
    { kind: 'wait', retryAfterMs: 2000 },
    { kind: 'wait', retryAfterMs: 4000 },
  ])
  expect(standingOf(failTimes(2), 0, startMs + 1000)).toEqual({ kind: 'free', failures: 2 })
})

test('the fifth failure locks for 15 minutes, and each further lock lasts twice as long, to at most 4 hours', () => {
  let record = failTimes(5)
  const lengths = [record.lockedUntilMs! - startMs]
  for (let lock = 0; lock < 5; lock++) {
    const atMs = record.lockedUntilMs!
    record = failTimes(5, record, atMs)
    lengths.push(record.lockedUntilMs! - atMs)
  }
  expect(lengths.map((ms) => ms / minute)).toEqual([15, 30, 60, 120, 240, 240])
})

test('a lock ends by itself, and five attempts remain', () => {
  const record = failTimes(5)
  expect(standingOf(record, 0, startMs + 15 * minute - 1)).toEqual({ kind: 'locked', untilMs: startMs + 15 * minute })
  expect(standingOf(record, 0, startMs + 15 * minute)).toEqual({ kind: 'free', failures: 0 })
  expect(attemptsLeft(record, rules)).toBe(5)
})

test('attempts under way count as failed until they are decided, so that nobody guesses in parallel', () => {
  expect(standingOf(null, 1, startMs)).toMatchObject({ kind: 'free' })
  expect(standingOf(null, 2, startMs)).toEqual({ kind: 'wait', retryAfterMs: 1000 })
  expect(standingOf(failTimes(1), 1, startMs + minute)).toEqual({ kind: 'wait', retryAfterMs: 1000 })
})

test('a day without failures is forgotten', () => {
  const record = failTimes(4)
  expect(afterFailure(record, startMs + 24 * 60 * minute, rules).failures).toBe(1)
  expect(afterFailure(record, startMs + 24 * 60 * minute - 1, rules).lockedUntilMs).not.toBeNull()
})

test('a clock set back makes nobody wait longer than the wait itself', () => {
  expect(standingOf(failTimes(4), 0, startMs - 60 * minute)).toEqual({ kind: 'wait', retryAfterMs: 4000 })
})

test('with twenty failures allowed the wait stays within half a minute', () => {
  const patient = { ...rules, failuresBeforeLock: 20 }
  let record: AttemptRecord | null = null
  for (let time = 0; time < 19; time++) record = afterFailure(record, startMs, patient)
  expect(standingOf(record, 0, startMs)).toEqual({ kind: 'wait', retryAfterMs: 30_000 })
})
