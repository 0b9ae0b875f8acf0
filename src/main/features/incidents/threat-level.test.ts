import fc from 'fast-check'
import { expect, test } from 'vitest'
import { severities } from '../../../shared/contract/audit-filter.ts'
import { threatLevels } from '../../../shared/contract/incidents.ts'
import { hold, holdMs, isTold, levelOf, noneOpen, weigh } from './threat-level.ts'
import type { Held, Observed } from './threat-level.ts'

const calm: Observed = { open: noneOpen(), events: 40, refused: 0, critical: 0 }
const withOpen = (open: Partial<Observed['open']>): Observed => ({ ...calm, open: { ...noneOpen(), ...open } })

test.each<[string, Observed, string]>([
  ['a quiet console', calm, 'normal'],
  ['an empty log', { ...calm, events: 0 }, 'normal'],
  ['a wrong password on a quiet console', { ...calm, events: 2, refused: 2 }, 'normal'],
  ['an open incident of low severity', withOpen({ low: { all: 3, active: 3 } }), 'normal'],
  ['an open incident of medium severity at work', withOpen({ medium: { all: 1, active: 1 } }), 'elevated'],
  ['one that is over', withOpen({ medium: { all: 1, active: 0 } }), 'normal'],
  ['an open incident of high severity at work', withOpen({ high: { all: 1, active: 1 } }), 'high'],
  ['one that is over and waits', withOpen({ high: { all: 1, active: 0 } }), 'elevated'],
  ['an open critical incident at work', withOpen({ critical: { all: 1, active: 1 } }), 'critical'],
  ['one that is over and waits', withOpen({ critical: { all: 1, active: 0 } }), 'high'],
  ['a critical event of which the incident was closed', { ...calm, critical: 1 }, 'elevated'],
  ['a fifth refused', { ...calm, events: 100, refused: 20 }, 'elevated'],
  ['half refused', { ...calm, events: 100, refused: 50 }, 'high'],
])('%s', (_name, observed, level) => expect(weigh(observed).level).toBe(level))

test('the heaviest reason stands first, each in a sentence', () => {
  expect(weigh({ ...withOpen({ high: { all: 2, active: 1 }, medium: { all: 1, active: 1 } }), events: 100, refused: 60 }).reasons).toEqual([
    '1 open incident of high severity with entries in the last hour',
    '60 of 100 events in the last 15 minutes were refused',
    '1 open incident of high severity waiting',
    '1 open incident of medium severity with entries in the last hour',
  ])
})

test('the level rises at once and falls when it has been calmer for five minutes', () => {
  let held: Held = { level: 'normal', sinceMs: 0, lowerSinceMs: null }
  held = hold(held, 'high', 1000)
  expect(held).toEqual({ level: 'high', sinceMs: 1000, lowerSinceMs: null })
  held = hold(held, 'normal', 2000)
  expect(held.level).toBe('high')
  expect(levelOf(held, calm)).toMatchObject({ level: 'high', sentence: expect.stringMatching(/calmer/) as string, sinceMs: 1000 })
  held = hold(held, 'normal', 2000 + holdMs - 1)
  expect(held.level).toBe('high')
  held = hold(held, 'normal', 2000 + holdMs)
  expect(held).toEqual({ level: 'normal', sinceMs: 2000 + holdMs, lowerSinceMs: null })
})

test('what comes back within five minutes does not let it fall', () => {
  let held: Held = { level: 'high', sinceMs: 0, lowerSinceMs: null }
  for (let atMs = 0; atMs < 20 * holdMs; atMs += holdMs / 2) held = hold(held, atMs % holdMs === 0 ? 'high' : 'normal', atMs)
  expect(held).toMatchObject({ level: 'high', sinceMs: 0 })
})

test('a clock set back does not hold it for ever', () => {
  let held: Held = { level: 'high', sinceMs: 0, lowerSinceMs: 1_000_000_000 }
  held = hold(held, 'normal', 5_000)
  held = hold(held, 'normal', 5_000 + holdMs)
  expect(held.level).toBe('normal')
})

test('only changes from or to high and critical are entered', () => {
  expect([isTold('normal', 'elevated'), isTold('elevated', 'normal'), isTold('high', 'high')]).toEqual([false, false, false])
  expect([isTold('elevated', 'high'), isTold('critical', 'high'), isTold('high', 'normal')]).toEqual([true, true, true])
})

const anyOpen = fc.tuple(fc.nat(3), fc.nat(3)).map(([waiting, active]) => ({ all: waiting + active, active }))
const anyObserved: fc.Arbitrary<Observed> = fc.record({
  open: fc.record({ info: anyOpen, low: anyOpen, medium: anyOpen, high: anyOpen, critical: anyOpen }),
  events: fc.nat(200),
  refused: fc.nat(200),
  critical: fc.nat(3),
})
test('more of anything bad never lowers the level', () => {
  const rank = (observed: Observed) => threatLevels.indexOf(weigh(observed).level)
  fc.assert(
    fc.property(anyObserved, fc.constantFrom(...severities), (observed, severity) => {
      const { all, active } = observed.open[severity]
      const worse = { ...observed, open: { ...observed.open, [severity]: { all: all + 1, active: active + 1 } } }
      expect(rank(worse)).toBeGreaterThanOrEqual(rank(observed))
      const happened = { ...observed, events: observed.events + observed.refused }
      expect(rank({ ...happened, events: happened.events + 5, refused: happened.refused + 5 })).toBeGreaterThanOrEqual(rank(happened))
    }),
  )
})
