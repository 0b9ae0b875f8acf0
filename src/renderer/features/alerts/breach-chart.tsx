/** What was measured around an alert, with the line that it crossed. Dragging leads to all charts of that time. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Alert, AlertRule } from '../../../shared/contract/alerts.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import { zoomTo } from '../../ui/time-range.ts'
import { ErrorState } from '../../ui/view-state.tsx'
import { coreNowMs } from '../metrics/core-clock.ts'
import { breachEvents, breachRange, judgedModel } from './breach-model.ts'

const renewMs = 15_000
const mostPoints = 300

const isOf = (labels: Record<string, string>, alert: Alert): boolean =>
  Object.entries(labels).every(([name, value]) => alert.labels[name] === undefined || alert.labels[name] === value)

/** A share is drawn as it is judged; all else as it was measured. */
const readBreach = async (alert: Alert, rule: AlertRule | null, signal: AbortSignal) => {
  const range = breachRange(alert, coreNowMs())
  const annotations = client.monitoring.annotations(range, { signal }).catch(() => [])
  const condition = rule?.condition
  if (rule && condition?.kind === 'threshold' && condition.measure.dividedBy) {
    const { stepMs, series } = await client.alerts.preview({ rule, ...range }, { signal })
    const own = series.filter(({ labels }) => isOf(labels, alert))
    return { span: { ...range, stepMs }, series: own.length > 0 ? own : series, annotations: await annotations }
  }
  const { stepMs, fromMs, toMs, series } = await client.monitoring.query(
    { selectors: alert.selectors.slice(0, 40), ...range, maxPoints: mostPoints },
    { signal },
  )
  return { span: { fromMs, toMs, stepMs }, series, annotations: await annotations }
}

export const BreachChart = ({ of: alert, rule }: { of: Alert; rule: AlertRule | null }) => {
  const paused = useLivePaused()
  const navigate = useNavigate()
  const [hidden, setHidden] = useState<string[]>([])
  const { data, error, refetch } = useQuery({
    queryKey: ['alerts', 'breach', alert.id, alert.resolvedAtMs, alert.firedAtMs, rule?.version],
    queryFn: ({ signal }) => readBreach(alert, rule, signal),
    enabled: alert.selectors.length > 0,
    staleTime: renewMs,
    refetchInterval: alert.state === 'resolved' || paused ? false : renewMs,
    placeholderData: keepPreviousData,
  })
  const figure = rule && 'measure' in rule.condition ? rule.condition.measure.figure : 'mean'
  const model = useMemo(
    () =>
      data &&
      judgedModel({
        id: 'breach',
        title: data.series.length === 1 ? (data.series[0]?.title ?? alert.ruleName) : alert.ruleName,
        series: data.series,
        figure,
        span: data.span,
        unit: alert.unit,
        threshold: alert.threshold,
        severity: alert.severity,
        thresholdName: alert.ruleName,
        events: breachEvents(alert, data.annotations),
      }),
    [data, figure, alert],
  )
  if (alert.selectors.length === 0) return null
  if (!data && error)
    return <ErrorState title="The chart could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Loading label="Loading the chart">
        <Skeleton className="h-32 w-full" />
      </Loading>
    )
  if (!model) return <p className="text-2">What it judged is no longer measured.</p>
  return (
    <ChartGroup tells="own">
      <p className="flex items-baseline justify-between gap-2 text-small text-2">
        <span className="cut">{model.title}</span>
        {model.thresholds?.[0] && <span className="cut flex-none text-3">Line at {model.thresholds[0].name.split(',')[0]}</span>}
      </p>
      <TimeSeriesChart
        model={model}
        log={false}
        hidden={hidden}
        onHide={setHidden}
        onZoom={(fromMs, toMs) => void navigate({ to: '/metrics', search: zoomTo({}, fromMs, toMs) })}
        onZoomOut={() => {}}
      />
    </ChartGroup>
  )
}
