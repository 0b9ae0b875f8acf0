/** The charts of a plan with their points: what the drawing is given. */
import { useMemo } from 'react'
import type { MetricsNow, SeriesPoints } from '../../../shared/contract/monitoring.ts'
import type { ChartEvent, ChartModel } from '../../ui/chart-model.ts'
import { formatDay, formatClockMinutes } from '../../ui/format.ts'
import { rangeWords, type TimeWindow } from '../../ui/time-range.ts'
import type { PlannedChart, PlannedLine } from './chart-plan.ts'
import { seriesKey, type SeriesWindow } from './series-window.ts'
import { useMetricsNow } from './use-metrics-now.ts'
import { useEarlierSeries, useSeries, type Selector } from './use-series.ts'
import { valueNow } from './value-now.ts'

interface Options {
  window: TimeWindow
  compare: boolean
  events: readonly ChartEvent[]
  redrawMs?: number
}

const noPoints: SeriesPoints['points'] = []

export const spanWords = (window: TimeWindow): string => {
  if (window.kind === 'live') return rangeWords[window.range]
  const { fromMs, toMs } = window
  const day = formatDay(fromMs).split(' ').slice(1, 3).join(' ')
  return `${day}, ${formatClockMinutes(fromMs)} to ${formatClockMinutes(toMs)}`
}

const topOf = (top: number | Selector | undefined, now: MetricsNow) =>
  typeof top === 'object' ? (valueNow(now, top.name, top.labels) ?? undefined) : top

/** Each once, however many of its percentiles are drawn. */
const selectorsOf = (plans: readonly PlannedChart[]): Selector[] => [
  ...new Map(plans.flatMap(({ lines }) => lines.map(({ selector }) => [seriesKey(selector), selector]))).values(),
]

const modelOf = (
  plan: PlannedChart,
  data: SeriesWindow,
  earlier: readonly SeriesPoints[] | undefined,
  top: number | undefined,
  { window, events }: Options,
): ChartModel => {
  const pointsIn = (series: readonly SeriesPoints[], { selector, percentile }: PlannedLine) => {
    const points = series.find((one) => seriesKey(one) === seriesKey(selector))?.points ?? noPoints
    return percentile ? points.map(({ atMs, percentiles }) => ({ atMs, mean: percentiles?.[percentile] ?? null })) : points
  }
  return {
    id: plan.id,
    title: plan.title,
    spanWords: spanWords(window),
    span: { fromMs: data.fromMs, toMs: data.toMs, stepMs: data.stepMs },
    lines: plan.lines.map((line) => ({
      key: line.key,
      name: line.name,
      points: pointsIn(data.series, line),
      ...(earlier && { before: pointsIn(earlier, line) }),
    })),
    series: selectorsOf([plan]),
    measure: plan.measure,
    ...(top !== undefined && { top }),
    events,
  }
}

export const useChartModels = (plans: readonly PlannedChart[], options: Options) => {
  const { window, compare, events, redrawMs } = options
  const selectors = useMemo(() => selectorsOf(plans), [plans])
  const query = useSeries(selectors, window, redrawMs)
  const earlier = useEarlierSeries(selectors, window, compare).data
  const tops = useMetricsNow((now) => plans.map(({ top }) => topOf(top, now))).data
  const { data } = query
  const models = useMemo(
    () => data && plans.map((plan, at) => modelOf(plan, data, compare ? earlier : undefined, tops?.[at], { window, compare, events })),
    [data, plans, earlier, tops, window, compare, events],
  )
  return { query, models }
}
