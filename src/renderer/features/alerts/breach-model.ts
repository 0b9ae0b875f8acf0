/** The chart of a breach: what is drawn, where the line lies, and what happened meanwhile. */
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Annotation, Percentile, SeriesPoints, Unit } from '../../../shared/contract/monitoring.ts'
import type { ChartEvent, ChartModel } from '../../ui/chart-model.ts'
import type { ChartLine, Span } from '../../ui/chart-rows.ts'
import { roundUp } from '../../ui/chart-scale.ts'
import { formatFigure, type Measure } from '../../ui/figures.ts'
import { mostSeries } from '../../ui/series-look.ts'
import { spanWords } from '../../ui/span-words.ts'

/** Enough to see how it was before, and whether it stayed well. */
const beforeMs = 15 * 60_000
const leastAfterMs = 2 * 60_000

/** `nowMs` is the newest that was measured: nothing is asked of the future. */
export const breachRange = ({ startedAtMs, resolvedAtMs }: Pick<Alert, 'startedAtMs' | 'resolvedAtMs'>, nowMs: number) => {
  if (resolvedAtMs === null) return { fromMs: startedAtMs - beforeMs, toMs: Math.max(nowMs, startedAtMs + 1) }
  const afterMs = Math.max(leastAfterMs, (resolvedAtMs - startedAtMs) / 4)
  return { fromMs: startedAtMs - beforeMs, toMs: Math.round(Math.max(resolvedAtMs, Math.min(nowMs, resolvedAtMs + afterMs))) }
}

/** Memory is counted in powers of 1024, disks and networks in powers of 1000. */
export const measureOf = (name: string, unit: Unit): Measure => ({
  unit,
  ...(/memory|swap|heap/.test(name) && unit === 'bytes' ? { binary: true } : {}),
})

const percentileNames: readonly string[] = ['p50', 'p95', 'p99'] satisfies Percentile[]

/** `figure`: which of a histogram's; the mean where it is none of its percentiles. */
const linesOf = (series: readonly SeriesPoints[], figure: string): ChartLine[] =>
  series.slice(0, mostSeries).map(({ name, labels, title, points }) => ({
    key: `${name} ${JSON.stringify(labels)}`,
    name: title,
    points: points.map((point) => ({
      atMs: point.atMs,
      mean: percentileNames.includes(figure) && point.percentiles ? point.percentiles[figure as Percentile] : point.mean,
    })),
  }))

interface JudgedChart {
  id: string
  title: string
  series: readonly SeriesPoints[]
  figure: string
  span: Span
  unit: Unit | null
  threshold: number | null
  severity: Alert['severity']
  thresholdName: string
  events: readonly ChartEvent[]
}

/** Null where nothing matches. The line is drawn only where it is in the unit of what is drawn, and always in sight. */
export const judgedModel = ({
  id,
  title,
  series,
  figure,
  span,
  unit,
  threshold,
  severity,
  thresholdName,
  events,
}: JudgedChart): ChartModel | null => {
  const [first] = series
  if (!first) return null
  const same = series.filter((one) => one.unit === first.unit)
  const measure = measureOf(first.name, first.unit)
  const lines = linesOf(same, figure)
  const line = threshold !== null && (unit === null || unit === first.unit) ? threshold : null
  const highest = Math.max(0, ...lines.flatMap(({ points }) => points.map(({ mean }) => mean ?? 0)), line ?? 0)
  const percent = first.unit === 'percent' && highest <= 100
  return {
    id,
    title,
    spanWords: spanWords(span.fromMs, span.toMs),
    span,
    lines,
    series: same.map(({ name, labels }) => ({ name, labels })),
    measure,
    top: percent ? 100 : roundUp(highest * 1.05, measure),
    thresholds: line === null ? [] : [{ value: line, severity, name: `${formatFigure(line, measure)}, ${thresholdName}` }],
    events,
  }
}

/** What happened around it, and its own course; oldest first. */
export const breachEvents = (
  { firedAtMs, resolvedAtMs }: Pick<Alert, 'firedAtMs' | 'resolvedAtMs'>,
  annotations: readonly Annotation[],
): ChartEvent[] =>
  [
    ...(firedAtMs === null ? [] : [{ atMs: firedAtMs, word: 'Fired', sentence: 'The alert fired.' }]),
    ...(resolvedAtMs === null ? [] : [{ atMs: resolvedAtMs, word: 'Resolved', sentence: 'The alert resolved.' }]),
    ...annotations.map(({ atMs, word, sentence }) => ({ atMs, word, sentence })),
  ].toSorted((a, b) => a.atMs - b.atMs)
