import { expect, test } from 'vitest'
import type { Condition } from '../../../shared/contract/alerts.ts'
import type { Sample } from '../../../shared/sample.ts'
import { sampleOfIncrease, sampleOfValue, sampleOfValues } from '../../../shared/sample.ts'
import { matchesLabels } from '../../../shared/series.ts'
import type { Labels } from '../../../shared/series.ts'
import { givenRule } from '../../test-kit/given-rule.ts'
import { readingsOf } from './readings.ts'
import type { SeriesSource } from './readings.ts'

interface Given {
  name?: string
  kind?: 'counter' | 'histogram'
  labels?: Labels
  sample?: Sample | null
  before?: Sample | null
  missedMs?: number
  wasSeen?: boolean
}

const sourceOf = (given: readonly Given[]): SeriesSource => {
  const all = given.map(({ name = 'thing.size', labels = {}, kind, ...rest }) => ({
    ...({ name, labels, unit: 'count', everyMs: 1_000 } as const),
    kind: kind ?? ('gauge' as const),
    ...rest,
  }))
  const of = (series: unknown) => series as (typeof all)[number]
  return {
    matching: ({ name, labels }) => all.filter((one) => one.name === name && matchesLabels(one.labels, labels)),
    window: (series, _windowMs, before) => (before ? of(series).before : of(series).sample) ?? null,
    missedMs: (series) => ({ missedMs: of(series).missedMs ?? 0, wasSeen: of(series).wasSeen ?? true }),
    burnOf: () => null,
  }
}
const condition = (changes: Parameters<typeof givenRule>[0]): Condition => givenRule(changes).condition
const gauge = (labels: Labels, value: number, name = 'thing.size') => ({ name, labels, sample: sampleOfValue(value) })

test('several series are judged each alone, or joined', () => {
  const source = sourceOf([gauge({ of: 'a' }, 90), gauge({ of: 'b' }, 70)])
  const joined = (join: 'sum' | 'mean' | 'max' | 'min') => readingsOf(condition({ measure: { join } }), source)[0]!.value
  expect(readingsOf(condition({}), source).map(({ verdict }) => verdict)).toEqual(['breach', 'over'])
  expect([joined('sum'), joined('mean'), joined('max'), joined('min')]).toEqual([160, 80, 90, 70])
})

test('one failure of one request is no breach where more must have been counted', () => {
  const counter = (name: string, value: number) => ({ name, kind: 'counter' as const, sample: sampleOfIncrease(value, 60) })
  const rule = condition({ measure: { dividedBy: { name: 'whole', labels: {} } }, leastCount: 20 })
  const verdict = (bad: number, all: number) => readingsOf(rule, sourceOf([counter('thing.size', bad), counter('whole', all)]))[0]!.verdict
  expect([verdict(1, 1), verdict(19, 19), verdict(20, 20), verdict(0, 20)]).toEqual(['over', 'over', 'breach', 'over'])
  const slow = condition({ measure: { figure: 'p95' }, leastCount: 3 })
  const histogram = (values: number[]) => readingsOf(slow, sourceOf([{ kind: 'histogram', sample: sampleOfValues(values) }]))[0]!.verdict
  expect([histogram([900, 900]), histogram([900, 900, 900])]).toEqual(['over', 'breach'])
})

test('a share goes by labels: each with its own whole, or all with the one whole', () => {
  const measure = { dividedBy: { name: 'whole', labels: {} } }
  const own = sourceOf([gauge({ of: 'a' }, 9), gauge({ of: 'b' }, 9), gauge({ of: 'a' }, 10, 'whole'), gauge({ of: 'b' }, 90, 'whole')])
  expect(readingsOf(condition({ measure }), own).map(({ value }) => value)).toEqual([90, 10])
  const one = sourceOf([gauge({ of: 'a' }, 9), gauge({}, 90, 'whole')])
  expect(readingsOf(condition({ measure }), one).map(({ value }) => value)).toEqual([10])
})

test('what cannot be told is unknown: no sample, no whole, a whole of zero, no figure that is a number', () => {
  const measure = { dividedBy: { name: 'whole', labels: {} } }
  const verdict = (given: Given[], rule = condition({ measure })) => readingsOf(rule, sourceOf(given)).map((one) => one.verdict)
  expect(verdict([gauge({}, 5)])).toEqual(['unknown'])
  expect(verdict([gauge({}, 5), gauge({}, 0, 'whole')])).toEqual(['unknown'])
  expect(verdict([{ sample: null }], condition({}))).toEqual(['unknown'])
  expect(verdict([gauge({}, Number.NaN)], condition({}))).toEqual(['unknown'])
  expect(verdict([gauge({}, 5)], condition({ measure: { figure: 'p95' } }))).toEqual(['unknown'])
  expect(verdict([], condition({}))).toEqual([])
})

test('a percentile is of a histogram, and never outside of what was measured', () => {
  const sample = sampleOfValues([10, 10, 10, 1_000])
  const value = (figure: 'p50' | 'p99') => readingsOf(condition({ measure: { figure } }), sourceOf([{ sample }]))[0]!.value!
  expect(value('p50')).toBeGreaterThanOrEqual(10)
  expect(value('p50')).toBeLessThan(12)
  expect(value('p99')).toBeGreaterThan(900)
  expect(value('p99')).toBeLessThanOrEqual(1_000)
})

test('a change is told against the window before; from zero it is no share', () => {
  const rule = (relative: boolean): Condition => ({
    kind: 'rate',
    comparison: 'rises',
    by: 50,
    relative,
    windowMs: 60_000,
    measure: { name: 'thing.size', labels: {}, figure: 'mean', join: 'each', dividedBy: null },
  })
  const source = (before: number) => sourceOf([{ sample: sampleOfValue(160), before: sampleOfValue(before) }])
  expect(readingsOf(rule(false), source(100))).toMatchObject([{ verdict: 'breach', value: 60 }])
  expect(readingsOf(rule(true), source(100))).toMatchObject([{ verdict: 'breach', value: 60 }])
  expect(readingsOf(rule(true), source(150))[0]).toMatchObject({ verdict: 'over' })
  expect(readingsOf(rule(true), source(0))[0]).toMatchObject({ verdict: 'unknown', value: null })
})

test('what is missed for a week is not missed any more', () => {
  const rule: Condition = { kind: 'absence', selector: { name: 'thing.size', labels: {} }, windowMs: 60_000 }
  const verdict = (missedMs: number, wasSeen: boolean) => readingsOf(rule, sourceOf([{ missedMs, wasSeen }]))[0]!.verdict
  expect([verdict(59_999, true), verdict(60_000, true), verdict(8 * 86_400_000, true)]).toEqual(['over', 'breach', 'over'])
  expect([verdict(59_999, false), verdict(60_000, false), verdict(8 * 86_400_000, false)]).toEqual(['unknown', 'breach', 'over'])
})
