import { expect, test } from 'vitest'
import type { Measured } from '../../../shared/measured.ts'
import { sampleOfIncrease, sampleOfValues } from '../../../shared/sample.ts'
import { openTestTelemetry } from '../../test-kit/open-test-telemetry.ts'
import { readBadShare } from './bad-share.store.ts'
import { tiers } from './tiers.ts'

const counter = (name: string, value: number, labels: Record<string, string> = {}): Measured => ({
  name,
  labels,
  unit: '1/s',
  kind: 'counter',
  everyMs: 1_000,
  sample: sampleOfIncrease(value, 1),
})
const minutely = { tier: tiers[2]!, stepMs: 60_000, fromMs: 0, toMs: 1e15 }

test('counts by the minute, what is not rolled up yet included, and other labels left out', () => {
  const { telemetry, recording } = openTestTelemetry()
  for (let second = 0; second < 150; second++) {
    recording.record(second * 1_000, [
      counter('guard.requests', 10),
      counter('guard.errors', second < 60 ? 1 : 0),
      counter('guard.requests', 500, { route: 'other' }),
    ])
  }
  const selector = (name: string) => ({ name, labels: {} })
  const steps = telemetry.read((db) =>
    readBadShare(db, {
      ask: { kind: 'counter', all: selector('guard.requests'), bad: selector('guard.errors') },
      resolution: minutely,
    }),
  )
  expect(steps).toEqual([
    { atMs: 0, total: 600, bad: 60 },
    { atMs: 60_000, total: 600, bad: 0 },
    { atMs: 120_000, total: 300, bad: 0 },
  ])
})

test('of a histogram, those above the value are bad, to within its bucket', () => {
  const { telemetry, recording } = openTestTelemetry()
  const took = Array.from({ length: 1000 }, (_, at) => at + 1)
  const sample = sampleOfValues(took)!
  recording.record(0, [{ name: 'guard.duration', labels: {}, unit: 'ms', kind: 'histogram', everyMs: 1_000, sample }])
  const [step] = telemetry.read((db) =>
    readBadShare(db, {
      ask: { kind: 'histogram', all: { name: 'guard.duration', labels: {} }, aboveValue: 800 },
      resolution: minutely,
    }),
  )
  expect(step!.total).toBe(1000)
  expect(Math.abs(step!.bad - 200)).toBeLessThan(10)
})
