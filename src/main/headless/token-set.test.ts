import { expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { createTokenSet } from './token-set.ts'

const setOf = (options: { capacity?: number; lifetimeMs?: number } = {}) => {
  const clock = createHandClock()
  return { clock, tokens: createTokenSet({ clock, ids: createIds(clock), capacity: 3, ...options }) }
}

test('a token has 256 bits and no two are alike', () => {
  const { tokens } = setOf()
  const [one, two] = [tokens.issue(), tokens.issue()]
  expect(Buffer.from(one, 'base64url')).toHaveLength(32)
  expect(one).not.toBe(two)
})

test('a token is taken once', () => {
  const { tokens } = setOf()
  const token = tokens.issue()
  expect([tokens.take(token), tokens.take(token), tokens.take('made up'), tokens.take('')]).toEqual([
    'taken',
    'unknown',
    'unknown',
    'unknown',
  ])
})

test('past its time a token is expired, also where the wall clock was set back', () => {
  const { clock, tokens } = setOf({ lifetimeMs: 5 * 60_000 })
  const [inTime, late] = [tokens.issue(), tokens.issue()]
  clock.advance(5 * 60_000 - 1)
  expect(tokens.take(inTime)).toBe('taken')
  clock.setNow(0)
  clock.advance(1)
  expect(tokens.has(late)).toBe(false)
  expect(tokens.take(late)).toBe('expired')
})

test('a full set lets go of the token that rested longest', () => {
  const { tokens } = setOf()
  const [one, two, three] = [tokens.issue(), tokens.issue(), tokens.issue()]
  expect(tokens.has(one)).toBe(true)
  const four = tokens.issue()
  expect([one, two, three, four].map((token) => tokens.has(token))).toEqual([true, false, true, true])
})
