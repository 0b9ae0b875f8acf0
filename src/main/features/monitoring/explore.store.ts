/** One view of the series: filtered by labels, joined, and split by the values of one label. */
import type { View } from '../../../shared/contract/dashboards.ts'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import type { Sample } from '../../../shared/sample.ts'
import { meanOf, mergeSamples, sampleOfValue } from '../../../shared/sample.ts'
import { titleOf } from '../../../shared/series.ts'
import type { Labels } from '../../../shared/series.ts'
import type { Readable } from '../../database/database.ts'
import { pointsOf } from './points.ts'
import { readSteps } from './query-series.store.ts'
import type { StoredSeries } from './series.store.ts'
import type { Resolution } from './tiers.ts'

interface Member {
  series: StoredSeries
  steps: ReadonlyMap<number, Sample>
}

export interface Explored {
  lines: SeriesPoints[]
  leftOut: number
}

const mostLines = 8
const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const
type Figure = View['figure']

const isPercentile = (figure: Figure): figure is keyof typeof quantiles => figure in quantiles

/** Null of a percentile where there is no histogram. */
export const figureOf = (sample: Sample, figure: Figure): number | null => {
  if (!isPercentile(figure)) return figure === 'mean' ? meanOf(sample) : sample[figure]
  const value = sample.buckets && quantileOf(sample.buckets, quantiles[figure])
  return value === null || value === undefined ? null : Math.min(sample.max, Math.max(sample.min, value))
}

/** What is measured more rarely than the chart's step stands until it is measured again, for twice its pace at most. */
const sampleAt = ({ series, steps }: Member, atMs: number, stepMs: number): Sample | undefined => {
  const here = steps.get(atMs)
  if (here || series.everyMs <= stepMs) return here
  for (let backMs = stepMs; backMs < 2 * series.everyMs; backMs += stepMs) {
    const before = steps.get(atMs - backMs)
    if (before) return before
  }
  return undefined
}

const joins = {
  sum: (values: number[]) => values.reduce((sum, value) => sum + value, 0),
  mean: (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  max: (values: number[]) => Math.max(...values),
  min: (values: number[]) => Math.min(...values),
}

const joinedAt = (samples: readonly Sample[], { figure, join }: View): number | null => {
  // A percentile of several is not made of their percentiles: their values are put together first.
  if (isPercentile(figure) && (join === 'sum' || join === 'mean' || join === 'each')) {
    const [first, ...rest] = samples
    return first ? figureOf(rest.reduce(mergeSamples, first), figure) : null
  }
  const values = samples.map((sample) => figureOf(sample, figure)).filter((value) => value !== null)
  return values.length === 0 ? null : joins[join === 'each' ? 'mean' : join](values)
}

const joinWords = { sum: 'sum', mean: 'mean', max: 'highest', min: 'lowest' } as const

const lineOf = (members: readonly Member[], labels: Record<string, string>, view: View, resolution: Resolution): SeriesPoints => {
  const { stepMs } = resolution
  const times = new Set(members.flatMap(({ steps }) => [...steps.keys()]))
  const values = new Map<number, Sample>()
  for (const atMs of times) {
    const samples = members.map((member) => sampleAt(member, atMs, stepMs)).filter((sample) => sample !== undefined)
    const value = joinedAt(samples, view)
    if (value !== null) values.set(atMs, sampleOfValue(value))
  }
  const [{ series }] = members as [Member]
  const title =
    view.join === 'each' || members.length === 1
      ? titleOf(series.name, series.labels)
      : `${Object.values(labels).join(', ') || titleOf(series.name, {})}, ${joinWords[view.join]} of ${members.length}`
  return {
    name: series.name,
    labels,
    kind: series.kind,
    unit: series.unit,
    title,
    points: pointsOf(values, resolution, Math.max(...members.map((member) => member.series.everyMs))),
  }
}

const heightOf = ({ points }: SeriesPoints): number => {
  const values = points.flatMap(({ mean }) => (mean === null ? [] : [mean]))
  return values.length === 0 ? -Infinity : joins.mean(values)
}

/** Empty where there is none. What every object has (`constructor`) is no label: it could not even leave the worker. */
const valueOf = (labels: Labels, label: string): string => (Object.hasOwn(labels, label) ? labels[label]! : '')

/** One slice. */
export const exploreSeries = (db: Readable, { view, resolution }: { view: View; resolution: Resolution }): Explored => {
  const wanted = Object.entries(view.labels)
  const members = readSteps(db, { series: [{ name: view.name, labels: {} }], resolution }).filter(
    ({ series, steps }) => steps.size > 0 && wanted.every(([label, values]) => values.includes(valueOf(series.labels, label))),
  )
  const groups = new Map<string, { members: Member[]; labels: Record<string, string> }>()
  for (const member of members) {
    const { labels } = member.series
    const own = view.join === 'each' ? labels : view.by === null ? {} : { [view.by]: valueOf(labels, view.by) }
    const key = JSON.stringify(own)
    const group = groups.get(key)
    if (group) group.members.push(member)
    else groups.set(key, { members: [member], labels: { ...own } })
  }
  const lines = [...groups.values()]
    .map((group) => lineOf(group.members, group.labels, view, resolution))
    .toSorted((a, b) => heightOf(b) - heightOf(a) || (a.title < b.title ? -1 : 1))
  return { lines: lines.slice(0, mostLines), leftOut: Math.max(0, lines.length - mostLines) }
}
