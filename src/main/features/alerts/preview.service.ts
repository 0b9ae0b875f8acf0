/** What a rule would have done: the kept series, judged stretch by stretch in the reader. */
import type { Clock } from '../../../ports/clock.ts'
import type { Alert, GivenRule } from '../../../shared/contract/alerts.ts'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { figure } from '../../../shared/figure-words.ts'
import { titleOf } from '../../../shared/series.ts'
import type { Reader } from '../../database/reader.ts'
import { about, span } from './condition-words.ts'
import { emptyPast, endPast } from './judge-past.ts'
import type { PastState } from './judge-past.ts'
import type { PreviewSlices, Resolution } from './preview.slices.ts'
import { faultOf } from './judge-rule.ts'
import type { KeptSeries } from './kept-series.ts'
import { needsOf, unitOfCondition } from './readings.ts'

export interface PreviewOptions {
  reader: Reader<PreviewSlices>
  clock: Clock
  series: Pick<KeptSeries, 'series'>
  /** How finely a range is kept. */
  resolve(range: { fromMs: number; toMs: number; stepMs: number }): Resolution
}

export interface Preview {
  sentence: string
  stepMs: number
  fired: { labels: Alert['labels']; fromMs: number; toMs: number; worst: number | null }[]
  series: SeriesPoints[]
  threshold: number | null
}

const mostSteps = 10_100
/** To merge a histogram takes so many times as long. */
const histogramTimes = 4
/** A window is made of at most so many steps. */
const stepsOfWindow = 60
const mostPoints = 300
const longestMs = 92 * 86_400_000
const nearNowMs = 120_000
/** Merged samples of one slice: some tens of milliseconds. */
const mergesOfSlice = 60_000
const leastSteps = 15
const singles: Record<string, string> = { '1 day': 'day', '1 h': 'hour', '1 min': 'minute' }

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${figure(count)} times`)

export const createPreview = ({ reader, clock, series, resolve }: PreviewOptions) => {
  const sentenceOf = (rule: GivenRule, state: PastState, range: Resolution, nowMs: number): string => {
    if (rule.condition.kind === 'burn') return 'How an error budget burned is shown by its objective: it is not judged again here.'
    const long = about(Math.round((range.toMs - range.fromMs) / 60_000) * 60_000)
    const when = nowMs - range.toMs < nearNowMs ? `in the last ${singles[long] ?? long}` : `in the ${long} asked for`
    const { windowMs } = rule.condition
    const isCoarse = range.stepMs > windowMs || (rule.forMs > 0 && range.stepMs > rule.forMs)
    const coarse = isCoarse ? ` What is kept of that time is judged by steps of ${span(range.stepMs)}: shorter breaches are not seen.` : ''
    if (!state.isMeasured) return `Nothing of this was measured ${when}: it cannot be told what the rule would have done.`
    if (state.firedCount === 0) return `Would not have fired ${when}.${coarse}`
    const isOpen = [...state.standings.values()].some(({ open }) => open !== null)
    return `Would have fired ${times(state.firedCount)} ${when}, for ${about(state.firedMs)} in all${isOpen ? ', and would be firing at its end' : ''}.${coarse}`
  }

  const pointsOf = (rule: GivenRule, state: PastState, pointMs: number, range: Resolution): SeriesPoints[] => {
    const { condition } = rule
    if (condition.kind === 'burn' || condition.kind === 'absence') return []
    const { name } = condition.measure
    const known = series.series().find((one) => one.name === name)
    const unit = unitOfCondition(condition, () => known?.unit ?? null) ?? 'count'
    return [...state.drawn.values()].map(({ labels, points }) => {
      const found = new Map(points.map((point) => [point.atMs, point]))
      const all: SeriesPoints['points'] = []
      for (let atMs = Math.floor(range.fromMs / pointMs) * pointMs; atMs < range.toMs; atMs += pointMs) {
        const point = found.get(atMs)
        all.push(
          point
            ? { atMs, mean: point.sum / point.count, min: point.min, max: point.max, count: point.count }
            : { atMs, mean: null, min: null, max: null, count: 0 },
        )
      }
      return { name, labels, kind: 'gauge', unit, title: titleOf(name, labels), points: all }
    })
  }

  /** Ends with the slice under way where `signal` is aborted: who types on wants the next one, not this. */
  return async (ask: { rule: GivenRule; fromMs: number; toMs: number }, signal?: AbortSignal): Promise<Preview> => {
    const { rule } = ask
    const nowMs = clock.now()
    const toMs = Math.min(ask.toMs, nowMs)
    if (toMs <= ask.fromMs)
      throw new GatehouseError('INVALID_INPUT', 'The time to judge ends after it begins, and begins before now.', { field: 'fromMs' })
    const fault = faultOf(rule, series.series())
    if (fault) throw new GatehouseError('INVALID_INPUT', fault.sentence, { field: fault.field })
    const fromMs = Math.max(0, ask.fromMs, toMs - longestMs)
    const widestMs = needsOf(rule.condition).reduce((most, { windowMs }) => Math.max(most, windowMs), 0)
    const names = new Set(needsOf(rule.condition).map(({ selector }) => selector.name))
    const cost = series.series().some(({ name, kind }) => kind === 'histogram' && names.has(name)) ? histogramTimes : 1
    const range = resolve({ fromMs, toMs, stepMs: Math.max(1_000, ((toMs - fromMs) * cost) / mostSteps, widestMs / stepsOfWindow) })
    const pointMs = Math.ceil((range.toMs - range.fromMs) / range.stepMs / mostPoints) * range.stepMs
    let state = emptyPast()
    let steps = leastSteps
    if (rule.condition.kind !== 'burn') {
      for (let next = range.fromMs; next < range.toMs;) {
        if (signal?.aborted) throw new GatehouseError('BUSY', 'Nobody waits for this preview any more.', {})
        const untilMs = Math.min(range.toMs, next + steps * range.stepMs)
        const part = await reader.run('alerts.preview', { rule, state, resolution: { ...range, fromMs: next, toMs: untilMs }, pointMs })
        ;({ state } = part)
        next = untilMs
        const mergesOfStep = cost * Math.max(1, part.series) * (2 + (2 * widestMs) / range.stepMs)
        steps = Math.max(leastSteps, Math.floor(mergesOfSlice / mergesOfStep))
      }
    }
    const sentence = sentenceOf(rule, state, range, nowMs)
    const { fired } = endPast(state, range.toMs)
    const threshold = rule.condition.kind === 'threshold' ? rule.condition.value : rule.condition.kind === 'rate' ? rule.condition.by : null
    return {
      sentence,
      stepMs: range.stepMs,
      fired: fired.map((one) => ({ ...one, labels: { ...one.labels } })),
      series: pointsOf(rule, state, pointMs, range),
      threshold,
    }
  }
}
