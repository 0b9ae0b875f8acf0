import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gaugeOf, openTestTelemetry, stepsByForce } from '../../test-kit/open-test-telemetry.ts'
import type { TestTelemetry } from '../../test-kit/open-test-telemetry.ts'
import type { Sample } from '../../../shared/sample.ts'
import { tiers } from './tiers.ts'

const startMs = Date.UTC(2026, 10, 21, 8)

/** `last` is left out: after a step back of the clock nobody can say which of two was the last. */
const figures = (steps: ReadonlyMap<number, Sample>) =>
  [...steps].toSorted(([a], [b]) => a - b).map(([atMs, { weight, sum, min, max }]) => [atMs, weight, Math.round(sum * 100), min, max])

const told = (opened: TestTelemetry) => tiers.map(({ id }) => figures(opened.steps(id)))
const byForce = (written: { atMs: number; value: number }[]) => tiers.map(({ stepMs }) => figures(stepsByForce(written, stepMs)))

type Act =
  | { kind: 'run'; seconds: number; everyMs: number }
  | { kind: 'sleep'; ms: number }
  | { kind: 'step-back'; ms: number }
  | { kind: 'restart' }
  | { kind: 'upkeep' }

const acts = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('run' as const),
        seconds: fc.integer({ min: 1, max: 400 }),
        everyMs: fc.constantFrom(1_000, 1_013, 3_000),
      }),
    },
    fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 1, max: 20 * 3_600_000 }) }),
    fc.record({ kind: fc.constant('step-back' as const), ms: fc.integer({ min: 1, max: 2 * 3_600_000 }) }),
    fc.record({ kind: fc.constant('restart' as const) }),
    fc.record({ kind: fc.constant('upkeep' as const) }),
  ),
  { minLength: 1, maxLength: 12 },
)

test('every tier tells what brute force tells, through sleep, steps of the clock, restarts and gathering into blocks', () => {
  fc.assert(
    fc.property(acts, fc.infiniteStream(fc.integer({ min: 0, max: 1000 })), (given: Act[], values) => {
      const opened = openTestTelemetry()
      const written: { atMs: number; value: number }[] = []
      let atMs = startMs
      for (const act of given) {
        if (act.kind === 'sleep') atMs += act.ms
        else if (act.kind === 'step-back') atMs -= act.ms
        else if (act.kind === 'restart') opened.reopen()
        else if (act.kind === 'upkeep') opened.keepInOrder(atMs)
        else {
          for (let second = 0; second < act.seconds; second++, atMs += act.everyMs) {
            const value = values.next().value
            expect(opened.recording.record(atMs, [gaugeOf(value)])).toBe(true)
            written.push({ atMs, value })
          }
        }
      }
      expect(told(opened)).toEqual(byForce(written))
    }),
    { numRuns: 25 },
  )
})

test('a day rolls up and lies in blocks, and little is left outside of them', () => {
  const opened = openTestTelemetry()
  const written: { atMs: number; value: number }[] = []
  for (let second = 0; second < 26 * 3600; second += 15) {
    const atMs = startMs + second * 1000
    opened.recording.record(atMs, [gaugeOf(second % 977)])
    written.push({ atMs, value: second % 977 })
    if (second % 600 === 0) opened.keepInOrder(atMs)
  }
  expect(told(opened)).toEqual(byForce(written))
  const ticks = opened.telemetry.read((db) =>
    db.all<{ tier: number; n: number }>('SELECT tier, count(*) AS n FROM tick GROUP BY tier ORDER BY tier'),
  )
  for (const { tier, n } of ticks) expect(n).toBeLessThanOrEqual((2 * tiers[tier]!.blockMs) / tiers[tier]!.stepMs + 60)
  expect(opened.telemetry.read((db) => db.get<{ n: number }>('SELECT count(*) AS n FROM block WHERE tier = 2')!.n)).toBeGreaterThanOrEqual(
    3,
  )
})

test('a clock that stands still for long neither stops the rolling up nor the gathering', () => {
  const opened = openTestTelemetry()
  const written = Array.from({ length: 2_500 }, (_, value) => ({ atMs: startMs, value }))
  for (const { atMs, value } of written) opened.recording.record(atMs, [gaugeOf(value)])
  written.push({ atMs: startMs + 60_000, value: 1 })
  opened.recording.record(startMs + 60_000, [gaugeOf(1)])
  expect(told(opened)).toEqual(byForce(written))
})

test('gathering that is dropped halfway has changed nothing', () => {
  const opened = openTestTelemetry()
  const written = Array.from({ length: 900 }, (_, value) => ({ atMs: startMs + value * 1000, value }))
  for (const { atMs, value } of written) opened.recording.record(atMs, [gaugeOf(value)])
  for (let step = 0; step < 3; step++) opened.recording.upkeepStep(startMs + 900_000)
  expect(told(opened)).toEqual(byForce(written))
  opened.reopen()
  expect(told(opened)).toEqual(byForce(written))
  opened.keepInOrder(startMs + 900_000)
  expect(told(opened)).toEqual(byForce(written))
})

const hourMs = 3_600_000
const dayMs = 24 * hourMs

test('each tier drops what is older than it is kept, and nothing younger', () => {
  const limits = { keptMs: [hourMs, dayMs, 30 * dayMs, 730 * dayMs], maxBytes: 1e12 }
  const opened = openTestTelemetry({ limits })
  const seconds = 5 * 3600
  for (let second = 0; second < seconds; second += 2) opened.recording.record(startMs + second * 1000, [gaugeOf(second)])
  const endMs = startMs + seconds * 1000
  opened.keepInOrder(endMs)
  const finest = [...opened.steps(0).keys()]
  expect(Math.min(...finest)).toBeLessThanOrEqual(endMs - hourMs)
  expect(Math.min(...finest)).toBeGreaterThanOrEqual(endMs - hourMs - 2 * tiers[0]!.blockMs)
  expect(Math.min(...opened.steps(1).keys())).toBe(startMs)
  expect(opened.steps(1).size).toBe(seconds / 10)
})

test('a clock that is years ahead for a while takes nothing away', () => {
  const opened = openTestTelemetry({ limits: { keptMs: [hourMs, dayMs, 30 * dayMs, 730 * dayMs], maxBytes: 1e12 } })
  const record = (fromMs: number, seconds: number) => {
    for (let second = 0; second < seconds; second += 10) opened.recording.record(fromMs + second * 1000, [gaugeOf(second)])
  }
  record(startMs, 2 * 3600)
  const before = figures(opened.steps(1))
  const aheadMs = startMs + 3 * 366 * dayMs
  record(aheadMs, 1800)
  opened.keepInOrder(aheadMs + 1_800_000)
  expect(figures(opened.steps(1)).slice(0, before.length)).toEqual(before)
  record(aheadMs + 1_800_000, 7200)
  opened.keepInOrder(aheadMs + 9_000_000)
  expect(Math.min(...opened.steps(1).keys())).toBe(aheadMs)
})

test('above the size cap the oldest of the finest tier goes first', () => {
  const limits = { keptMs: tiers.map(() => 1000 * dayMs), maxBytes: 120_000 }
  const opened = openTestTelemetry({ limits })
  const noise = (index: number) => Math.abs(Math.sin(index) * 1e6)
  for (let second = 0; second < 4 * 3600; second++) {
    opened.recording.record(startMs + second * 1000, [
      gaugeOf(noise(second)),
      gaugeOf(noise(second * 7), 'other'),
      gaugeOf(noise(second * 13), 'third'),
    ])
  }
  const before = opened.telemetry.usedBytes()
  expect(before).toBeGreaterThan(limits.maxBytes)
  opened.keepInOrder(startMs + 4 * hourMs)
  expect(opened.telemetry.usedBytes()).toBeLessThan(before)
  expect(Math.min(...opened.steps(0).keys())).toBeGreaterThan(startMs)
  expect(opened.steps(2).size).toBe(240)
})

test('a moment that cannot be written is lost alone', () => {
  const opened = openTestTelemetry()
  opened.recording.record(startMs, [gaugeOf(1)])
  expect(opened.recording.record(startMs + 1000, [gaugeOf(2), { ...gaugeOf(3, 'new'), kind: 'none' as 'gauge' }])).toBe(false)
  expect(opened.recording.record(startMs + 2000, [gaugeOf(4), gaugeOf(5, 'new')])).toBe(true)
  expect(told(opened)).toEqual(
    byForce([
      { atMs: startMs, value: 1 },
      { atMs: startMs + 2000, value: 4 },
    ]),
  )
  expect(figures(opened.steps(0, 'new'))).toEqual([[startMs + 2000, 1, 500, 5, 5]])
})

test('a question for a day reads no more blocks than hold it, by its index', () => {
  const opened = openTestTelemetry()
  const plan = opened.telemetry.read((db) =>
    db.all<{ detail: string }>(
      'EXPLAIN QUERY PLAN SELECT data FROM block INDEXED BY block_series WHERE tier = 1 AND series_id = 1 AND from_ms >= 1 AND from_ms < 2 ORDER BY from_ms, rowid',
    ),
  )
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH block USING INDEX block_series (tier=? AND series_id=? AND from_ms>? AND from_ms<?)',
  ])
})
