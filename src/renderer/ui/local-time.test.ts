import { expect, test } from 'vitest'
import { fromLocalField, toLocalField } from './local-time.ts'

test('a time goes into the field and comes back to the minute', () => {
  const atMs = new Date(2026, 10, 19, 4, 5, 30).getTime()
  expect(toLocalField(atMs)).toBe('2026-11-19T04:05')
  expect(fromLocalField(toLocalField(atMs))).toBe(atMs - 30_000)
})

test('an empty or half-filled field is no time', () => {
  expect([fromLocalField(''), fromLocalField('2026-11-'), toLocalField(undefined)]).toEqual([undefined, undefined, ''])
})
