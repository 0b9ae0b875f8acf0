import { expect, test } from 'vitest'
import { penaltySchema } from '../../shared/limit-parts.ts'
import { Penalties } from './penalties.ts'

const minute = 60_000
const setUp = () => {
  const penalties = new Penalties(
    penaltySchema.parse({ after: 3, firstMs: minute, factor: 2, ceilingMs: 5 * minute, decayMs: 10 * minute }),
  )
  const again = (key: string, nowMs: number) => [1, 2, 3].map(() => penalties.refused(key, nowMs)).at(-1)!
  return { penalties, again }
}

test('whoever is refused again and again is kept out, each time longer, up to the ceiling', () => {
  const { penalties, again } = setUp()
  expect([penalties.refused('a', 0), penalties.refused('a', 1), penalties.refused('a', 2)]).toEqual([0, 0, minute])
  expect(penalties.waitMs('a', 1002)).toBe(minute - 1000)
  expect(penalties.waitMs('b', 1002)).toBe(0)
  let now = 2 + minute
  expect(penalties.waitMs('a', now)).toBe(0)
  for (const lastsMs of [2 * minute, 4 * minute, 5 * minute, 5 * minute]) {
    expect(again('a', now)).toBe(lastsMs)
    now += lastsMs
  }
})

test('time without one makes the next a step shorter for each, and refusals that lie far apart are none', () => {
  const { penalties, again } = setUp()
  expect(again('a', 0)).toBe(minute)
  expect(again('a', minute)).toBe(2 * minute)
  // Level 2 ends at 3 min; one decay later it is 1, so that the next is again of level 2.
  expect(again('a', 13 * minute)).toBe(2 * minute)
  expect(again('a', 15 * minute + 20 * minute)).toBe(minute)
  for (const at of [0, 10, 20, 30, 40]) expect(penalties.refused('b', at * minute)).toBe(0)
})

test('a penalty is told with its end, the longest first, and is over once it is lifted', () => {
  const { penalties, again } = setUp()
  again('a', 0)
  again('b', 0)
  again('b', minute)
  expect(penalties.inForce(minute)).toEqual([{ key: 'b', level: 2, leftMs: 2 * minute }])
  expect(penalties.inForce(0).map(({ key }) => key)).toEqual(['b', 'a'])
  penalties.lift('b')
  expect(penalties.waitMs('b', minute)).toBe(0)
  expect(again('b', minute)).toBe(minute)
})

test('of more callers than are kept the newest are kept out on', () => {
  const { penalties } = setUp()
  for (let at = 0; at < 20_000; at++) penalties.refused(`caller ${at}`, at)
  for (let turn = 0; turn < 3; turn++) penalties.refused('caller 19999', 20_000)
  for (let at = 0; at < 5_000; at++) penalties.refused(`other ${at}`, 20_001)
  expect(penalties.waitMs('caller 19999', 20_001)).toBeGreaterThan(0)
})

test('who is kept out stays so, however many others are refused and however long ago they came first', () => {
  const { penalties, again } = setUp()
  again('first', 0)
  for (let at = 0; at < 25_000; at++) penalties.refused(`other ${at}`, 1)
  expect(penalties.waitMs('first', 1)).toBe(minute - 1)
})
