/** How is the machine? CPU, memory, disk and network over the page's range. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import { ChartGroup } from '../../ui/chart-group.tsx'
import type { ChartModel } from '../../ui/chart-model.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { chartFiles } from '../metrics/chart-files.ts'
import { planCharts } from '../metrics/chart-plan.ts'
import { useChartEvents } from '../metrics/use-chart-events.ts'
import { useChartModels } from '../metrics/use-chart-models.ts'
import { useMetricsNow } from '../metrics/use-metrics-now.ts'
import { useTimeRange } from '../metrics/use-time-range.ts'
import { hourAgoWords } from './hour-ago-words.ts'
import { machineNotes } from './machine-notes.ts'
import { useHourAgo } from './use-hour-ago.ts'

const shown = ['cpu', 'memory', 'disk', 'network'] as const
const compared = [
  'machine.cpu.used',
  'machine.memory.used',
  'machine.disk.write',
  'machine.disk.read',
  'machine.network.out',
  'machine.network.in',
]
const band =
  'grid grid-cols-2 wide:grid-cols-4 [&>*]:min-w-0 [&>*]:p-4 [&>*]:border-hairline [&>*+*]:border-l max-wide:[&>*:nth-child(3)]:border-l-0 max-wide:[&>*:nth-child(n+3)]:border-t'

const Waiting = () => (
  <Loading label="Loading the charts">
    <div className={band}>
      {shown.map((id) => (
        <div key={id}>
          <Skeleton className="w-24" />
          <Skeleton className="mt-5 h-32 w-full" />
        </div>
      ))}
    </div>
  </Loading>
)

export const MachinePanel = () => {
  const series = useQuery({
    ...orpc.monitoring.series.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.length ? false : 1_000),
  })
  const plans = useMemo(() => {
    const all = planCharts(series.data ?? [])
    return shown.flatMap((id) => all.find((plan) => plan.id === id) ?? [])
  }, [series.data])
  const { window, compare, zoom, zoomOut } = useTimeRange()
  const events = useChartEvents(window)
  const { query, models } = useChartModels(plans, { window, compare, events })
  const error = series.error ?? query.error
  const content = () => {
    if (!models && error)
      return <ErrorState title="The metrics could not be read" problem={describeProblem(error)} onRetry={() => void query.refetch()} />
    if (!models || models.length === 0) return <Waiting />
    return (
      <ChartGroup tells="all" className={band}>
        {models.map((model) => (
          <MachineCell key={model.id} model={model} live={window.kind === 'live'} onZoom={zoom} onZoomOut={zoomOut} />
        ))}
      </ChartGroup>
    )
  }
  return (
    <section aria-label="How is the machine?" className="border-b border-hairline">
      {content()}
    </section>
  )
}

interface MachineCellProps {
  model: ChartModel
  live: boolean
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
}

const MachineCell = ({ model, live, onZoom, onZoomOut }: MachineCellProps) => {
  const before = useHourAgo(compared)
  const comparing = live && before !== undefined && before.size > 0
  const { figure, note, ago } = useMetricsNow((now: MetricsNow) => {
    const { names, figure: value, note: words } = machineNotes(model.id, now)
    return { figure: value, note: words, ago: hourAgoWords(names, now, before, model.measure) }
  }).data ?? { figure: null, note: null, ago: null }
  return (
    <div>
      <ChartCard
        model={model}
        files={chartFiles}
        now={live ? figure : null}
        note={live ? note : null}
        below={comparing ? ago : undefined}
        onZoom={onZoom}
        onZoomOut={onZoomOut}
      />
    </div>
  )
}
