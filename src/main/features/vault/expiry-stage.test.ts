import { expect, test } from 'vitest'
import { dueStage, nextMoment } from './expiry-stage.ts'

const day = 86_400_000
const key = { storedAtMs: 0, expiresAtMs: 100 * day }
const leftDays = (days: number) => 100 * day - days * day

test('30, 7 and 1 days before and at the end, each until the next', () => {
  const due = [31, 30, 29, 7, 6.9, 1, 0.5, 0, -400].map((days) => dueStage(key, leftDays(days)))
  expect(due).toEqual([null, 30, 30, 7, 7, 1, 1, 0, 0])
})

test('the next moment is that of the next reminder', () => {
  expect([50, 30, 7, 1].map((days) => nextMoment(key, leftDays(days)))).toEqual([leftDays(30), leftDays(7), leftDays(1), leftDays(0)])
  expect(nextMoment(key, leftDays(0))).toBeNull()
})

test('nobody is reminded of what was just chosen: a key that was stored with 30 days to go is told of at 7', () => {
  const short = { storedAtMs: leftDays(30), expiresAtMs: key.expiresAtMs }
  expect([30, 20, 7].map((days) => dueStage(short, leftDays(days)))).toEqual([null, null, 7])
  expect(nextMoment(short, leftDays(30))).toBe(leftDays(7))
  const hours = { storedAtMs: leftDays(0.25), expiresAtMs: key.expiresAtMs }
  expect([0.25, 0].map((days) => dueStage(hours, leftDays(days)))).toEqual([null, 0])
})
