/** The charts of one group, three in a row. */
import { describeProblem } from '../../api/describe-problem.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import type { ChartEvent } from '../../ui/chart-model.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { chartFiles } from './chart-files.ts'
import type { PlannedChart } from './chart-plan.ts'
import { useChartModels } from './use-chart-models.ts'
import { useMetricsNow } from './use-metrics-now.ts'
import { useTimeRange } from './use-time-range.ts'
import { valueNow } from './value-now.ts'

const grid = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,340px),1fr))]'
const cell = 'min-w-0 border-r border-b border-hairline-soft p-4'
/** A page full of charts is drawn anew this often at most. */
const redrawMs = 5_000

export const ChartsWaiting = () => (
  <Loading label="Loading the charts">
    <div className={grid}>
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <div key={at} className={cell}>
          <Skeleton className="w-32" />
          <Skeleton className="mt-4 h-32 w-full" />
        </div>
      ))}
    </div>
  </Loading>
)

interface ChartsPanelProps {
  title: string | null
  plans: readonly PlannedChart[]
  events: readonly ChartEvent[]
}

export const ChartsPanel = ({ title, plans, events }: ChartsPanelProps) => {
  const { window, compare, zoom, zoomOut } = useTimeRange()
  const { query, models } = useChartModels(plans, { window, compare, events, redrawMs })
  const figures = useMetricsNow((now) =>
    plans.map(({ lines }) => {
      const [line] = lines
      return lines.length === 1 && line ? valueNow(now, line.selector.name, line.selector.labels) : null
    }),
  ).data
  const content = () => {
    if (!models && query.error)
      return (
        <ErrorState title="These charts could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (!models) return <ChartsWaiting />
    return (
      <div className={grid}>
        {models.map((model, at) => (
          <div key={model.id} className={cell}>
            <ChartCard
              model={model}
              files={chartFiles}
              now={window.kind === 'live' && !model.title.endsWith(', mean') ? (figures?.[at] ?? null) : null}
              onZoom={zoom}
              onZoomOut={zoomOut}
            />
          </div>
        ))}
      </div>
    )
  }
  return (
    <section aria-label={title ?? undefined} className="border-b border-hairline">
      {title && <h2 className="border-b border-hairline-soft bg-surface-0 px-4 py-1 text-small">{title}</h2>}
      {content()}
    </section>
  )
}
