import fc from 'fast-check'
import { expect, test } from 'vitest'
import { viewSchema } from '../../../shared/contract/dashboards.ts'
import type { View } from '../../../shared/contract/dashboards.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import type { Measured } from '../../../shared/measured.ts'
import { sampleOfIncrease, sampleOfValue, sampleOfValues } from '../../../shared/sample.ts'
import { openTestTelemetry } from '../../test-kit/open-test-telemetry.ts'
import { exploreSeries } from './explore.store.ts'
import { tiers } from './tiers.ts'

const gauge = (value: number, labels: Record<string, string>, everyMs = 1_000): Measured => ({
  name: 'thing',
  labels,
  unit: 'count',
  kind: 'gauge',
  everyMs,
  sample: sampleOfValue(value),
})
const open = (seconds: Measured[][]) => {
  const { telemetry, recording } = openTestTelemetry()
  for (const [second, measured] of seconds.entries()) recording.record(second * 1_000, measured)
  return (view: Partial<View>, stepMs = 1_000) =>
    telemetry.read((db) =>
      exploreSeries(db, {
        view: viewSchema.parse({ name: 'thing', ...view }),
        resolution: { tier: tiers[0]!, stepMs, fromMs: 0, toMs: seconds.length * 1_000 },
      }),
    )
}
const means = (line: { points: { mean: number | null }[] } | undefined) => line?.points.map(({ mean }) => mean)

test('each series is a line, the highest first, and what is beyond eight is told', () => {
  const explore = open([Array.from({ length: 10 }, (_, at) => gauge(at, { of: `t${at}` }))])
  const { lines, leftOut } = explore({})
  expect(lines.map(({ labels }) => labels['of'])).toEqual(['t9', 't8', 't7', 't6', 't5', 't4', 't3', 't2'])
  expect(leftOut).toBe(2)
})

test('labels filter by any of the values given', () => {
  const explore = open([[gauge(1, { of: 'a' }), gauge(2, { of: 'b' }), gauge(3, { of: 'c' })]])
  expect(explore({ labels: { of: ['a', 'c', 'nobody'] } }).lines.map(({ labels }) => labels['of'])).toEqual(['c', 'a'])
})

test('joined series are what brute force makes of them, split by a label or not', () => {
  const reading = fc.record({
    of: fc.constantFrom('a', 'b', 'c'),
    zone: fc.constantFrom('x', 'y'),
    value: fc.integer({ min: 0, max: 100 }),
  })
  const second = fc.uniqueArray(reading, { selector: ({ of, zone }) => `${of} ${zone}`, minLength: 1, maxLength: 6 })
  const joins = fc.constantFrom('sum' as const, 'mean' as const, 'max' as const, 'min' as const)
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 12 }), joins, fc.constantFrom(null, 'of', 'zone'), (seconds, join, by) => {
      const explore = open(seconds.map((readings) => readings.map(({ of, zone, value }) => gauge(value, { of, zone }))))
      const { lines } = explore({ join, by })
      const force = (values: number[]) =>
        join === 'max'
          ? Math.max(...values)
          : join === 'min'
            ? Math.min(...values)
            : values.reduce((sum, value) => sum + value, 0) / (join === 'mean' ? values.length : 1)
      const seen = new Set<string>()
      for (const line of lines) {
        const value = by === null ? null : line.labels[by]!
        seen.add(String(value))
        for (const { atMs, mean } of line.points) {
          const there = seconds[atMs / 1_000]!.filter((one) => by === null || one[by] === value)
          if (there.length === 0) expect(mean).toBeNull()
          else expect(mean).toBeCloseTo(force(there.map((one) => one.value)))
        }
      }
      expect(seen.size).toBe(by === null ? 1 : new Set(seconds.flat().map((one) => one[by])).size)
    }),
    { numRuns: 20 },
  )
})

test('what is measured rarely stands until it is measured again, so that a sum does not fall between', () => {
  const explore = open(
    Array.from({ length: 20 }, (_, second) => [
      gauge(1, { of: 'often' }),
      ...(second % 5 === 0 ? [gauge(10, { of: 'rarely' }, 5_000)] : []),
    ]),
  )
  expect(means(explore({ join: 'sum' }).lines[0])).toEqual(Array.from({ length: 20 }, () => 11))
})

test('rates are added as rates, whatever the step', () => {
  const counter = (value: number, of: string): Measured => ({
    ...gauge(0, { of }),
    kind: 'counter',
    unit: '1/s',
    sample: sampleOfIncrease(value, 1),
  })
  const explore = open(Array.from({ length: 20 }, () => [counter(3, 'a'), counter(4, 'b')]))
  expect(means(explore({ join: 'sum' }, 10_000).lines[0])).toEqual([7, 7])
})

test('a percentile of several series is that of all their values, not of their percentiles', () => {
  const values = { a: Array.from({ length: 900 }, () => 10), b: Array.from({ length: 100 }, () => 1_000) }
  const histogram = (of: 'a' | 'b'): Measured => ({
    ...gauge(0, { of }),
    kind: 'histogram',
    unit: 'ms',
    sample: sampleOfValues(values[of])!,
  })
  const explore = open([[histogram('a'), histogram('b')]])
  const all = sampleOfValues([...values.a, ...values.b])!
  const [p50] = means(explore({ join: 'mean', figure: 'p50' }).lines[0])!
  expect(p50).toBeCloseTo(Math.max(10, quantileOf(all.buckets!, 0.5)!))
  expect(means(explore({ join: 'max', figure: 'p50' }).lines[0])![0]).toBeCloseTo(1_000)
  expect(explore({ figure: 'p99' }).lines).toHaveLength(2)
})

test('a percentile of what is no histogram is nothing', () => {
  expect(means(open([[gauge(1, {})]])({ figure: 'p95' }).lines[0])?.every((mean) => mean === null) ?? true).toBe(true)
})

test('a label that no series has is empty, whatever every object has by that name', () => {
  const explore = open([[gauge(1, { of: 'a' }), gauge(2, { of: 'b' })]])
  for (const by of ['constructor', 'toString', '__proto__', 'zone']) {
    const { lines } = explore({ join: 'sum', by })
    expect(lines.map(({ labels }) => Object.entries(labels))).toEqual([[[by, '']]])
    expect(means(lines[0])).toEqual([3])
  }
  expect(explore({ labels: { constructor: ['a'] } }).lines).toEqual([])
})
