/** One view over the page's range as a chart, asked for only while it is in sight. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Panel, View } from '../../../shared/contract/dashboards.ts'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { client } from '../../api/client.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import type { ChartModel } from '../../ui/chart-model.ts'
import { formatFigure } from '../../ui/figures.ts'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'
import { measureOf } from '../alerts/breach-model.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { spanWords } from '../metrics/use-chart-models.ts'

const mostPoints = 300
const read = async (view: View, window: TimeWindow, agoMs: number, signal: AbortSignal) => {
  const toMs = (window.kind === 'fixed' ? window.toMs : coreNowMs()) - agoMs
  return client.dashboards.explore({ view, fromMs: Math.max(0, toMs - lengthOf(window)), toMs, maxPoints: mostPoints }, { signal })
}

/** A step of the chart, but neither more than once in five seconds nor less than once a minute. */
const renewMs = (window: TimeWindow): number => Math.min(60_000, Math.max(5_000, lengthOf(window) / mostPoints))

type Drawn = Pick<Panel, 'title' | 'view' | 'compare' | 'threshold'>

const keyOf = ({ name, labels }: SeriesPoints): string => `${name} ${JSON.stringify(labels)}`

export const useExplored = (id: string, { title, view, compare, threshold }: Drawn, window: TimeWindow, inSight: boolean) => {
  const paused = useLivePaused()
  const shape = JSON.stringify(view)
  const options = {
    enabled: inSight,
    staleTime: renewMs(window),
    refetchInterval: window.kind === 'live' && !paused && inSight ? renewMs(window) : (false as const),
    placeholderData: keepPreviousData,
  }
  const query = useQuery({
    queryKey: ['dashboards', 'view', shape, window],
    queryFn: ({ signal }) => read(view, window, 0, signal),
    ...options,
  })
  const agoMs = lengthOf(window)
  const earlier = useQuery({
    queryKey: ['dashboards', 'earlier', shape, window],
    queryFn: ({ signal }) => read(view, window, agoMs, signal),
    ...options,
    enabled: inSight && compare,
  }).data
  const { data } = query
  const model = useMemo((): ChartModel | null => {
    const first = data?.lines[0]
    if (!data || !first) return null
    const measure = measureOf(first.name, first.unit)
    const highest = Math.max(0, threshold ?? 0, ...data.lines.flatMap(({ points }) => points.map(({ mean }) => mean ?? 0)))
    const beforeOf = (line: SeriesPoints) =>
      earlier?.lines.find((one) => keyOf(one) === keyOf(line))?.points.map((point) => ({ ...point, atMs: point.atMs + agoMs })) ?? []
    return {
      id,
      title,
      spanWords: spanWords(window),
      span: { fromMs: data.fromMs, toMs: data.toMs, stepMs: data.stepMs },
      lines: data.lines.map((line) => ({
        key: keyOf(line),
        name: line.title,
        points: line.points,
        ...(compare && { before: beforeOf(line) }),
      })),
      series: data.lines.map(({ name, labels }) => ({ name, labels })),
      measure,
      // A share is seen against the whole; rounding may put it a little above.
      ...(first.unit === 'percent' && highest <= 100.5 && { top: 100 }),
      ...(threshold !== null && {
        thresholds: [{ value: threshold, severity: 'info' as const, name: formatFigure(threshold, measure) }],
      }),
    }
  }, [id, data, earlier, agoMs, compare, threshold, title, window])
  return { query, model, leftOut: data?.leftOut ?? 0, unit: data?.lines[0]?.unit ?? null }
}
