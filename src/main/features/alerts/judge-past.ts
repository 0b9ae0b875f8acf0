/** Judges a stretch of kept samples as the engine would have, step by step, from where the stretch before ended. Pure. */
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import type { Sample } from '../../../shared/sample.ts'
import { canonicalLabels, matchesLabels, seriesKey } from '../../../shared/series.ts'
import type { Labels, SeriesSpec } from '../../../shared/series.ts'
import { judge, quiet, timingOf } from './judge.ts'
import type { Standing } from './judge.ts'
import { mergeWindow } from './merge-window.ts'
import { readingsOf } from './readings.ts'
import type { Reading, SeriesSource } from './readings.ts'

export interface KeptSamples extends SeriesSpec {
  samples: { atMs: number; sample: Sample }[]
}

export interface FiredStretch {
  labels: Labels
  fromMs: number
  toMs: number
  worst: number | null
}

export interface DrawnPoint {
  atMs: number
  sum: number
  min: number
  max: number
  count: number
}

/** What goes from one stretch to the next; everything in it can be handed to another thread. */
export interface PastState {
  standings: Map<string, { labels: Labels; standing: Standing; open: FiredStretch | null }>
  missed: Map<string, number>
  fired: FiredStretch[]
  firedCount: number
  firedMs: number
  drawn: Map<string, { labels: Labels; points: DrawnPoint[] }>
  isMeasured: boolean
  observedMs: number
}

export const emptyPast = (): PastState => ({
  standings: new Map(),
  missed: new Map(),
  fired: [],
  firedCount: 0,
  firedMs: 0,
  drawn: new Map(),
  isMeasured: false,
  observedMs: 0,
})

/** Written each second while a console runs: where it is not, nobody looked. */
export const heartbeat = { name: 'console.memory', labels: {} }

const mostFired = 200
const mostDrawn = 8
const mostSeries = 50

export interface Stretch {
  rule: GivenRule
  /** From before the stretch, as far as the windows reach. */
  series: KeptSamples[]
  fromMs: number
  toMs: number
  stepMs: number
  /** So long is one point of the chart. */
  pointMs: number
}

interface Walked extends KeptSamples {
  key: string
  /** Samples before this index begin before the end of the step. */
  end: number
}

const mergeWithin = ({ samples, end }: Walked, fromMs: number, toMs: number): Sample | null => {
  let first = end
  while (first > 0 && samples[first - 1]!.atMs >= fromMs) first -= 1
  const found: Sample[] = []
  for (let index = first; index < end && samples[index]!.atMs < toMs; index++) found.push(samples[index]!.sample)
  return mergeWindow(found)
}

const draw = (state: PastState, { labels, value }: Reading, atMs: number): void => {
  const key = canonicalLabels(labels)
  let series = state.drawn.get(key)
  if (!series) {
    if (state.drawn.size >= mostDrawn) return
    series = { labels, points: [] }
    state.drawn.set(key, series)
  }
  if (value === null) return
  const last = series.points.at(-1)
  if (last?.atMs !== atMs) series.points.push({ atMs, sum: value, min: value, max: value, count: 1 })
  else Object.assign(last, { sum: last.sum + value, min: Math.min(last.min, value), max: Math.max(last.max, value), count: last.count + 1 })
}

const end = (state: PastState, stretch: FiredStretch, atMs: number): void => {
  state.firedMs += atMs - stretch.fromMs
  if (state.fired.length < mostFired) state.fired.push({ ...stretch, toMs: atMs })
}

/** Those that fire at the end of all. */
export const endPast = (state: PastState, atMs: number): PastState => {
  for (const { open } of state.standings.values()) if (open) end(state, open, atMs)
  return state
}

const isFurther = (rule: GivenRule, value: number, worst: number): boolean => {
  const { condition } = rule
  const isDown =
    (condition.kind === 'threshold' && condition.comparison === 'below') || (condition.kind === 'rate' && condition.comparison === 'falls')
  return isDown ? value < worst : value > worst
}

export const judgePast = (state: PastState, stretch: Stretch): PastState => {
  const { rule, fromMs, toMs, stepMs, pointMs } = stretch
  const timing = timingOf(rule)
  const walked: Walked[] = stretch.series.map((one) => ({ ...one, key: seriesKey(one.name, one.labels), end: 0 }))
  const beats = walked.filter(({ name }) => name === heartbeat.name)
  let endMs = 0
  const wideMs = (known: Walked, windowMs: number) => Math.max(windowMs, stepMs, known.everyMs)
  const source: SeriesSource<Walked> = {
    matching: ({ name, labels }) => walked.filter((one) => one.name === name && matchesLabels(one.labels, labels)).slice(0, mostSeries),
    window: (known, windowMs, before) => {
      const wide = wideMs(known, windowMs)
      return mergeWithin(known, endMs - (before ? 2 : 1) * wide, before ? endMs - wide : endMs)
    },
    missedMs: ({ key }) => ({ missedMs: state.missed.get(key) ?? 0, wasSeen: state.missed.has(key) }),
    burnOf: () => null,
  }
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
    endMs = atMs + stepMs
    for (const one of walked) while (one.end < one.samples.length && one.samples[one.end]!.atMs < endMs) one.end += 1
    const wasThere = (one: Walked) => (one.samples[one.end - 1]?.atMs ?? -Infinity) >= atMs
    const elapsedMs = beats.length === 0 || beats.some(wasThere) ? stepMs : 0
    state.observedMs += elapsedMs
    for (const one of walked) {
      if (wasThere(one)) state.missed.set(one.key, 0)
      else if (state.missed.has(one.key)) state.missed.set(one.key, state.missed.get(one.key)! + elapsedMs)
    }
    const missing = new Map(state.standings)
    const readings = readingsOf(rule.condition, source)
    for (const reading of readings) missing.delete(canonicalLabels(reading.labels))
    for (const { labels } of missing.values()) readings.push({ labels, verdict: 'unknown', value: null, threshold: null })
    for (const reading of readings) {
      const key = canonicalLabels(reading.labels)
      if (reading.verdict !== 'unknown') state.isMeasured = true
      draw(state, reading, Math.floor(atMs / pointMs) * pointMs)
      const known = state.standings.get(key) ?? { labels: reading.labels, standing: quiet, open: null }
      const { standing, transition } = judge(known.standing, reading.verdict, { observedMs: state.observedMs, elapsedMs }, timing)
      let { open } = known
      if (transition === 'fired') {
        open = { labels: reading.labels, fromMs: endMs, toMs: endMs, worst: reading.value }
        state.firedCount += 1
      } else if (open && (transition === 'resolved' || transition === 'gone')) {
        end(state, open, endMs)
        open = null
      } else if (open && reading.value !== null && (open.worst === null || isFurther(rule, reading.value, open.worst)))
        open = { ...open, worst: reading.value }
      state.standings.set(key, { labels: reading.labels, standing, open })
    }
  }
  return state
}
