/** What a condition finds in the series at one moment: a figure for each set of labels, and whether it is a breach. Pure. */
import type { Condition, Measure } from '../../../shared/contract/alerts.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import type { Sample } from '../../../shared/sample.ts'
import { meanOf } from '../../../shared/sample.ts'
import { matchesLabels } from '../../../shared/series.ts'
import type { Labels, SeriesSpec } from '../../../shared/series.ts'

/**
 * - `breach`: beyond what the rule allows
 * - `over`: it is not, or not any more
 * - `between`: neither; as it was before (hysteresis)
 * - `unknown`: nothing was measured. That is not zero.
 */
export type Verdict = 'breach' | 'over' | 'between' | 'unknown'

export interface Reading {
  labels: Labels
  verdict: Verdict
  value: number | null
  threshold: number | null
}

export interface BurnWindows {
  windows: { shortRate: number | null; longRate: number | null; threshold: number }[]
}

interface Selector {
  name: string
  labels: Labels
}

/** Series as they are known at one moment. */
export interface SeriesSource<Known extends SeriesSpec = SeriesSpec> {
  matching(selector: Selector): readonly Known[]
  /** All of the newest window in one, or of the window before that; null where there is nothing. */
  window(series: Known, windowMs: number, before: boolean): Sample | null
  /** For how long it has been missed; null where it was not seen since one began to look. */
  missedMs(series: Known): { missedMs: number; wasSeen: boolean }
  burnOf(objectiveId: string): BurnWindows | null
}

/** So many sets of labels of one rule are judged. */
export const mostSeriesOfRule = 200
/** A series that was measured within so long before a start is missed when it does not come. */
const wasThereMs = 7_200_000
/** Missed for longer than this, it is not missed any more: a route that was removed, a sensor that was unplugged. */
const forgottenMs = 7 * 86_400_000
const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const

const figureOf = (sample: Sample | null, figure: Measure['figure']): number | null => {
  if (!sample) return null
  let value: number | null
  if (figure === 'mean') value = sample.weight > 0 ? meanOf(sample) : null
  else if (figure === 'max' || figure === 'min') value = sample[figure]
  else {
    const quantile = sample.buckets ? quantileOf(sample.buckets, quantiles[figure]) : null
    value = quantile === null ? null : Math.min(sample.max, Math.max(sample.min, quantile))
  }
  return value !== null && Number.isFinite(value) ? value : null
}

const joinValues = (values: readonly number[], how: Exclude<Measure['join'], 'each'>): number | null => {
  if (values.length === 0) return null
  if (how === 'max') return Math.max(...values)
  if (how === 'min') return Math.min(...values)
  const sum = values.reduce((total, value) => total + value, 0)
  return how === 'sum' ? sum : sum / values.length
}

/** Nothing divided, or by zero, is no figure. */
const shareOf = (part: number | null, whole: number | null): number | null => {
  if (part === null || whole === null || whole === 0) return null
  const share = (part / whole) * 100
  return Number.isFinite(share) ? share : null
}

/** The divisor of these labels: the one that tells most of them, and nothing else. */
const divisorOf = <Known extends SeriesSpec>(labels: Labels, divisors: readonly Known[]): Known | undefined =>
  divisors
    .filter((divisor) => matchesLabels(labels, divisor.labels))
    .reduce<Known | undefined>(
      (best, one) => (best && Object.keys(best.labels).length >= Object.keys(one.labels).length ? best : one),
      undefined,
    )

interface Figure {
  labels: Labels
  value: number | null
  /** Of what is counted: how many there were in the window. Null of what is not. */
  count: number | null
}

/** Requests of a rate, values of a histogram; a gauge counts nothing. */
const countOf = (kind: SeriesSpec['kind'], sample: Sample | null): number | null =>
  kind === 'gauge' ? null : sample === null ? 0 : kind === 'counter' ? sample.sum : sample.weight

const figuresOf = <Known extends SeriesSpec>(
  measure: Measure,
  windowMs: number,
  before: boolean,
  source: SeriesSource<Known>,
): Figure[] => {
  const { figure, join, dividedBy } = measure
  const of = (series: Known) => figureOf(source.window(series, windowMs, before), figure)
  const counted = (all: readonly Known[]): number | null =>
    all.reduce<number | null>((sum, series) => {
      const count = countOf(series.kind, source.window(series, windowMs, before))
      return count === null ? sum : (sum ?? 0) + count
    }, null)
  const matched = source.matching(measure).slice(0, mostSeriesOfRule)
  const divisors = dividedBy ? source.matching(dividedBy).slice(0, mostSeriesOfRule) : []
  if (join !== 'each') {
    const joined = (all: readonly Known[]) =>
      joinValues(
        all.map(of).filter((value) => value !== null),
        join,
      )
    if (matched.length === 0) return []
    const value = joined(matched)
    return [
      {
        labels: measure.labels,
        value: dividedBy ? shareOf(value, joined(divisors)) : value,
        count: counted(dividedBy ? divisors : matched),
      },
    ]
  }
  return matched.map((series) => {
    const value = of(series)
    if (!dividedBy) return { labels: series.labels, value, count: counted([series]) }
    const divisor = divisorOf(series.labels, divisors)
    return { labels: series.labels, value: divisor ? shareOf(value, of(divisor)) : null, count: divisor ? counted([divisor]) : null }
  })
}

type Threshold = Extract<Condition, { kind: 'threshold' }>
type Rate = Extract<Condition, { kind: 'rate' }>

const judgeThreshold = (
  { comparison, value: limit, resolveValue, leastCount }: Threshold,
  value: number,
  count: number | null,
): Verdict => {
  if (count !== null && count < leastCount) return 'over'
  const sign = comparison === 'above' ? 1 : -1
  if (sign * value > sign * limit) return 'breach'
  return sign * value <= sign * (resolveValue ?? limit) ? 'over' : 'between'
}

const judgeRate = ({ measure, comparison, by, relative, windowMs }: Rate, source: SeriesSource): Reading[] => {
  const earlier = new Map(figuresOf(measure, windowMs, true, source).map(({ labels, value }) => [JSON.stringify(labels), value]))
  return figuresOf(measure, windowMs, false, source).map(({ labels, value: now }) => {
    const then = earlier.get(JSON.stringify(labels)) ?? null
    const change = now === null || then === null ? null : relative ? shareOf(now - then, Math.abs(then)) : now - then
    if (change === null) return { labels, verdict: 'unknown', value: null, threshold: by }
    const grown = comparison === 'rises' ? change : -change
    return { labels, verdict: grown > by ? 'breach' : 'over', value: change, threshold: by }
  })
}

/** The pair of windows that burns fastest above its threshold; both windows of a pair must. */
const judgeBurn = (burn: BurnWindows | null): Reading => {
  const known = (burn?.windows ?? []).flatMap(({ shortRate, longRate, threshold }) =>
    shortRate === null || longRate === null ? [] : [{ value: Math.min(shortRate, longRate), threshold }],
  )
  const worst = known.toSorted((a, b) => b.value / b.threshold - a.value / a.threshold)[0]
  if (!worst) return { labels: {}, verdict: 'unknown', value: null, threshold: null }
  return { labels: {}, verdict: worst.value > worst.threshold ? 'breach' : 'over', ...worst }
}

export const readingsOf = (condition: Condition, source: SeriesSource): Reading[] => {
  switch (condition.kind) {
    case 'threshold':
      return figuresOf(condition.measure, condition.windowMs, false, source).map(({ labels, value, count }) => ({
        labels,
        verdict: value === null ? 'unknown' : judgeThreshold(condition, value, count),
        value,
        threshold: condition.value,
      }))
    case 'rate':
      return judgeRate(condition, source)
    case 'absence':
      return source
        .matching(condition.selector)
        .slice(0, mostSeriesOfRule)
        .map((series) => {
          const { missedMs, wasSeen } = source.missedMs(series)
          const isMissed = missedMs >= condition.windowMs && missedMs < condition.windowMs + forgottenMs
          const verdict = isMissed ? 'breach' : wasSeen || missedMs >= condition.windowMs ? 'over' : 'unknown'
          return { labels: series.labels, verdict, value: null, threshold: null }
        })
    case 'burn':
      return [judgeBurn(source.burnOf(condition.objectiveId))]
  }
}

/** Which series a condition looks at, for how long a window, and whether at the window before it too. */
export const needsOf = (condition: Condition): { selector: Selector; windowMs: number; before: boolean }[] => {
  switch (condition.kind) {
    case 'threshold':
    case 'rate': {
      const { measure, windowMs } = condition
      return [measure, ...(measure.dividedBy ? [measure.dividedBy] : [])].map(({ name, labels }) => ({
        selector: { name, labels },
        windowMs,
        before: condition.kind === 'rate',
      }))
    }
    case 'absence':
      return [{ selector: condition.selector, windowMs: wasThereMs, before: false }]
    case 'burn':
      return []
  }
}

/** Of the judged figure. */
export const unitOfCondition = (condition: Condition, unitOf: (selector: Selector) => Unit | null): Unit | null => {
  if (condition.kind === 'threshold') return condition.measure.dividedBy ? 'percent' : unitOf(condition.measure)
  if (condition.kind === 'rate') return condition.relative || condition.measure.dividedBy ? 'percent' : unitOf(condition.measure)
  return null
}
