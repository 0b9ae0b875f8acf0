import { expect, test } from 'vitest'
import { percentOf, timeLeftMs } from './time-left.ts'

test('what is left takes as long for each entry as what was done', () => {
  expect(timeLeftMs(250, 1000, 5_000)).toBe(15_000)
})

test('the first moments say nothing', () => {
  expect(timeLeftMs(500, 1000, 900)).toBe(null)
  expect(timeLeftMs(10, 1000, 5_000)).toBe(null)
  expect(timeLeftMs(0, 1000, 60_000)).toBe(null)
})

test('nothing is left of what is done, an empty log included', () => {
  expect(timeLeftMs(1000, 1000, 1)).toBe(0)
  expect(timeLeftMs(0, 0, 0)).toBe(0)
})

test('a hundred per cent is said only at the end', () => {
  expect([percentOf(999, 1000), percentOf(1000, 1000), percentOf(0, 0)]).toEqual([99, 100, 100])
})
