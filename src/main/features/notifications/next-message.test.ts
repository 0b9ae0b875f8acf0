import fc from 'fast-check'
import { expect, test } from 'vitest'
import { severities } from '../../../shared/contract/audit-filter.ts'
import { nextMessage } from './next-message.ts'
import type { Decision, KnownAlert, Situation, Thread } from './next-message.ts'

const t0 = 1_000_000_000
const alert = (changes: Partial<KnownAlert> = {}): KnownAlert => ({
  id: 'a',
  severity: 'medium',
  state: 'firing',
  sinceMs: t0,
  changedAtMs: t0,
  ...changes,
})
const thread = (changes: Partial<Thread> = {}): Thread => ({
  id: 'life',
  lastToldAtMs: t0,
  worst: 'medium',
  acknowledged: false,
  told: { a: t0 },
  ...changes,
})
const decide = ({ point, ...changes }: Partial<Omit<Situation, 'point'>> & { point?: Partial<Situation['point']> } = {}): Decision =>
  nextMessage({
    thread: null,
    alerts: [alert()],
    nowMs: t0 + 1_000,
    quiet: false,
    updateEveryMs: 300_000,
    ...changes,
    point: {
      kind: 'slack',
      leastSeverity: 'info',
      quietHours: null,
      repeatMs: null,
      afterMs: 0,
      tellResolved: true,
      ...point,
    },
  })
const what = (decision: Decision) => (decision.kind === 'tell' ? decision.what : decision.kind)
const night = { from: '22:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6], exceptFrom: 'critical' as const }

test('what fires is told after a second, so that what comes with it goes along', () => {
  expect(decide({ nowMs: t0 + 999 })).toEqual({ kind: 'wait', lookAtMs: t0 + 1_000 })
  const worse = alert({ id: 'b', severity: 'critical', sinceMs: t0 + 900 })
  expect(decide({ alerts: [alert(), worse] })).toEqual({
    kind: 'tell',
    what: 'firing',
    alertIds: ['b', 'a'],
    thread: { lastToldAtMs: t0 + 1_000, worst: 'critical', acknowledged: false, told: { a: t0, b: t0 + 900 } },
  })
})

test('what joins later comes in an update every five minutes, what is worse at once', () => {
  const joined = alert({ id: 'b', sinceMs: t0 + 10_000 })
  const known = { thread: thread(), alerts: [alert(), joined] }
  expect(decide({ ...known, nowMs: t0 + 60_000 })).toEqual({ kind: 'wait', lookAtMs: t0 + 300_000 })
  expect(decide({ ...known, nowMs: t0 + 300_000 })).toMatchObject({ what: 'update', alertIds: ['b', 'a'] })
  const worse = { ...joined, severity: 'high' as const }
  expect(decide({ thread: thread(), alerts: [alert(), worse], nowMs: t0 + 11_000 })).toMatchObject({ what: 'update', alertIds: ['b', 'a'] })
})

test('what comes when all that was told is over does not wait for the update', () => {
  const over = alert({ state: 'resolved' })
  const another = alert({ id: 'b', sinceMs: t0 + 10_000 })
  expect(decide({ thread: thread(), alerts: [over, another], nowMs: t0 + 11_000 })).toMatchObject({
    what: 'update',
    alertIds: ['b'],
    thread: { told: { b: t0 + 10_000 } },
  })
})

test('it is repeated until somebody takes it up', () => {
  const repeating = { point: { repeatMs: 60_000 }, thread: thread() }
  expect(decide({ ...repeating, nowMs: t0 + 59_999 })).toEqual({ kind: 'wait', lookAtMs: t0 + 60_000 })
  expect(what(decide({ ...repeating, nowMs: t0 + 60_000 }))).toBe('repeat')
  const taken = [alert({ state: 'acknowledged' })]
  expect(what(decide({ ...repeating, alerts: taken, nowMs: t0 + 60_000 }))).toBe('acknowledged')
  expect(what(decide({ ...repeating, alerts: taken, thread: thread({ acknowledged: true }), nowMs: t0 + 600_000 }))).toBe('wait')
})

test('only where it helps is told that somebody took it up', () => {
  const taken = { thread: thread(), alerts: [alert({ state: 'acknowledged' })] }
  for (const kind of ['slack', 'pagerduty', 'webhook'] as const) expect(what(decide({ ...taken, point: { kind } }))).toBe('acknowledged')
  for (const kind of ['email', 'desktop'] as const) expect(what(decide({ ...taken, point: { kind } }))).toBe('wait')
})

test('given back, it is told anew', () => {
  const back = alert({ sinceMs: t0 + 50_000 })
  expect(what(decide({ thread: thread({ acknowledged: true }), alerts: [back], nowMs: t0 + 51_000 }))).toBe('wait')
  expect(what(decide({ thread: thread({ acknowledged: true }), alerts: [back], nowMs: t0 + 300_000 }))).toBe('update')
})

test('escalation tells only what nobody took up for so long', () => {
  const later = { point: { afterMs: 600_000 } }
  expect(decide(later)).toEqual({ kind: 'wait', lookAtMs: t0 + 600_000 })
  expect(what(decide({ ...later, nowMs: t0 + 600_000 }))).toBe('firing')
  expect(what(decide({ ...later, alerts: [alert({ state: 'acknowledged' })], nowMs: t0 + 600_000 }))).toBe('wait')
})

test('all of a group is resolved in one message, a second after the last of it', () => {
  const told = thread({ told: { a: t0, b: t0 } })
  const over = alert({ state: 'resolved', changedAtMs: t0 + 20_000 })
  expect(what(decide({ thread: told, alerts: [over, alert({ id: 'b' })], nowMs: t0 + 100_000 }))).toBe('wait')
  const both = [over, alert({ id: 'b', state: 'resolved', changedAtMs: t0 + 30_000 })]
  expect(decide({ thread: told, alerts: both, nowMs: t0 + 30_500 })).toEqual({ kind: 'wait', lookAtMs: t0 + 31_000 })
  expect(decide({ thread: told, alerts: both, nowMs: t0 + 31_000 })).toEqual({
    kind: 'tell',
    what: 'resolved',
    alertIds: ['a', 'b'],
    thread: null,
  })
  expect(decide({ point: { tellResolved: false }, thread: told, alerts: both, nowMs: t0 + 31_000 })).toEqual({ kind: 'close' })
})

test('what is silenced is not told, and what is not severe enough neither', () => {
  expect(what(decide({ alerts: [alert({ state: 'silenced' })] }))).toBe('wait')
  expect(what(decide({ point: { leastSeverity: 'high' } }))).toBe('wait')
  expect(what(decide({ point: { leastSeverity: 'medium' } }))).toBe('firing')
})

test('in quiet hours only what is severe enough disturbs; programs are still told that it is over', () => {
  const quiet = { quiet: true, point: { quietHours: night } }
  expect(decide(quiet)).toEqual({ kind: 'wait', lookAtMs: null })
  expect(what(decide({ ...quiet, alerts: [alert({ severity: 'critical' })] }))).toBe('firing')
  const over = { ...quiet, thread: thread(), alerts: [alert({ state: 'resolved' })], nowMs: t0 + 9_000 }
  expect(what(decide(over))).toBe('wait')
  expect(what(decide({ ...over, quiet: false }))).toBe('resolved')
  expect(what(decide({ ...over, point: { quietHours: night, kind: 'pagerduty' } }))).toBe('resolved')
})

test('a clock that was set back holds nothing up', () => {
  expect(what(decide({ nowMs: t0 - 3_600_000 }))).toBe('firing')
  expect(what(decide({ point: { repeatMs: 60_000 }, thread: thread(), nowMs: t0 - 1 }))).toBe('repeat')
})

test('told once, nothing is due at the same moment again, whatever happened before', () => {
  const anAlert = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    severity: fc.constantFrom(...severities),
    state: fc.constantFrom<KnownAlert['state']>('firing', 'acknowledged', 'silenced', 'resolved'),
    sinceMs: fc.integer({ min: t0, max: t0 + 1_000_000 }),
    changedAtMs: fc.integer({ min: t0, max: t0 + 1_000_000 }),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(anAlert, { selector: ({ id }) => id }),
      fc.constantFrom('slack' as const, 'pagerduty' as const, 'email' as const),
      fc.boolean(),
      fc.option(fc.integer({ min: 60_000, max: 600_000 })),
      fc.integer({ min: t0 - 1_000, max: t0 + 2_000_000 }),
      (alerts, kind, quiet, repeatMs, nowMs) => {
        const given = { alerts, nowMs, quiet, point: { kind, repeatMs, quietHours: night } }
        const first = decide(given)
        if (first.kind !== 'tell' || !first.thread) return
        expect(first.alertIds.length).toBeGreaterThan(0)
        expect(decide({ ...given, thread: { ...first.thread, id: 'life' } }).kind).not.toBe('close')
        const again = decide({ ...given, thread: { ...first.thread, id: 'life' } })
        expect(again.kind === 'tell' && again.what !== 'acknowledged').toBe(false)
      },
    ),
  )
})
