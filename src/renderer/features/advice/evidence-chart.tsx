/** What a piece of advice was seen in. Dragging leads to all charts of that time. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Advice } from '../../../shared/contract/advice.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import { zoomTo } from '../../ui/time-range.ts'
import { ErrorState } from '../../ui/view-state.tsx'
import { judgedModel } from '../alerts/breach-model.ts'

export const EvidenceChart = ({ of: { selectors, fromMs, toMs, title, severity } }: { of: Advice }) => {
  const navigate = useNavigate()
  const [hidden, setHidden] = useState<string[]>([])
  const { data, error, refetch } = useQuery(
    orpc.monitoring.query.queryOptions({ input: { selectors, fromMs, toMs, maxPoints: 300 }, staleTime: 60_000 }),
  )
  const model = useMemo(
    () =>
      data &&
      judgedModel({
        id: 'evidence',
        title: data.series.length === 1 ? (data.series[0]?.title ?? title) : title,
        series: data.series,
        figure: data.series.some(({ kind }) => kind === 'histogram') ? 'p95' : 'mean',
        span: { fromMs: data.fromMs, toMs: data.toMs, stepMs: data.stepMs },
        unit: null,
        threshold: null,
        severity,
        thresholdName: '',
        events: [],
      }),
    [data, title, severity],
  )
  if (!data && error)
    return <ErrorState title="The chart could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Loading label="Loading the chart">
        <Skeleton className="h-32 w-full" />
      </Loading>
    )
  if (!model) return <p className="text-2">What it was seen in is kept no longer.</p>
  return (
    <ChartGroup tells="own">
      <p className="cut text-small text-2">{model.title}</p>
      <TimeSeriesChart
        model={model}
        log={false}
        hidden={hidden}
        onHide={setHidden}
        onZoom={(from, to) => void navigate({ to: '/metrics', search: zoomTo({}, from, to) })}
        onZoomOut={() => {}}
      />
    </ChartGroup>
  )
}
