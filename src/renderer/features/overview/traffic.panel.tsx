/** What is happening? Requests, response time, errors and refusals over the page's range, now and an hour ago; once the guard has routes. */
import { Link } from '@tanstack/react-router'
import { ChartGroup } from '../../ui/chart-group.tsx'
import type { ChartModel } from '../../ui/chart-model.ts'
import { FigureText } from '../../ui/figure-text.tsx'
import { compareWords, formatFigure, type Measure } from '../../ui/figures.ts'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import { useFollowGuard, usePolicy } from '../guard/guard-queries.ts'
import type { PlannedChart } from '../metrics/chart-plan.ts'
import { useChartEvents } from '../metrics/use-chart-events.ts'
import { useChartModels } from '../metrics/use-chart-models.ts'
import { useKnownPlans } from '../metrics/use-known-plans.ts'
import { useTimeRange } from '../metrics/use-time-range.ts'
import type { TrafficFigures } from './traffic-figures.ts'
import { useTrafficFigures } from './use-traffic-figures.ts'

interface Cell {
  title: string
  figure: keyof TrafficFigures
  measure: Measure
  /** After the figure, where its unit is not all. */
  per?: string
  /** What to look at in the traffic. */
  show?: 'refused' | 'slow' | 'failed'
}

const cells: readonly Cell[] = [
  { title: 'Requests', figure: 'requestsPerSecond', measure: { unit: '1/s' } },
  { title: 'Response time, p95', figure: 'p95Ms', measure: { unit: 'ms' }, show: 'slow' },
  { title: 'Errors', figure: 'errorsPercent', measure: { unit: 'percent' }, show: 'failed' },
  { title: 'Refused', figure: 'refusedPerMinute', measure: { unit: 'count' }, per: '/min', show: 'refused' },
]

const plan = (title: string, name: string, measure: Measure, percentile?: 'p95'): PlannedChart => ({
  id: name,
  title,
  group: 'Other',
  measure,
  lines: [{ key: name, name: title, selector: { name, labels: {} }, ...(percentile && { percentile }) }],
  words: '',
})
const planned: PlannedChart[] = [
  plan('Requests', 'guard.requests', { unit: '1/s' }),
  plan('Response time, p95', 'guard.duration', { unit: 'ms' }, 'p95'),
  plan('Errors', 'guard.errors', { unit: '1/s' }),
  plan('Refused', 'guard.refused', { unit: '1/s' }),
]

const band =
  'grid grid-cols-2 border-b border-hairline wide:grid-cols-4 [&>*]:min-w-0 [&>*]:p-4 [&>*]:pb-2 [&>*]:border-hairline [&>*+*]:border-l max-wide:[&>*:nth-child(3)]:border-l-0 max-wide:[&>*:nth-child(n+3)]:border-t'

export const TrafficPanel = () => {
  useFollowGuard()
  const { data: policy } = usePolicy()
  return policy && policy.routes.length > 0 ? <Happening /> : null
}

const Happening = () => {
  const { window, zoom, zoomOut } = useTimeRange()
  const events = useChartEvents(window)
  const plans = useKnownPlans(planned)
  const { models } = useChartModels(plans, { window, compare: false, events })
  const { now, before } = useTrafficFigures()
  const live = window.kind === 'live'
  return (
    <section aria-label="What is happening?">
      <ChartGroup tells="all" className={band}>
        {cells.map((cell, at) => (
          <TrafficCell
            key={cell.title}
            cell={cell}
            now={live ? (now?.[cell.figure] ?? null) : null}
            before={live ? (before?.[cell.figure] ?? null) : null}
            model={models?.find(({ id }) => id === planned[at]?.id)}
            onZoom={zoom}
            onZoomOut={zoomOut}
          />
        ))}
      </ChartGroup>
    </section>
  )
}

interface TrafficCellProps {
  cell: Cell
  now: number | null
  before: number | null
  model: ChartModel | undefined
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
}

const noneHidden: readonly string[] = []

const TrafficCell = ({ cell: { title, measure, per = '', show }, now, before, model, onZoom, onZoomOut }: TrafficCellProps) => {
  const compared = now === null || before === null ? null : compareWords(now, before, measure)
  const told = before === null ? null : `${formatFigure(before, measure)}${per} an hour ago`
  return (
    <div data-cell={title}>
      <header className="flex min-h-6 items-baseline gap-2">
        <h2 className="cut">
          <Link to="/traffic" search={show ? { show } : {}} className="hover:underline">
            {title}
          </Link>
        </h2>
        <span className="cut ml-auto text-small text-3">{told}</span>
      </header>
      <p className="flex min-h-8 items-baseline gap-2">
        {now !== null && (
          <span data-figure="">
            <FigureText value={now} measure={measure} large />
            {per && <span className="ml-[3px] text-small text-2">{per}</span>}
          </span>
        )}
        <span className="cut text-small text-2">{compared}</span>
      </p>
      {model ? (
        <TimeSeriesChart
          model={model}
          log={false}
          hidden={noneHidden}
          onHide={() => {}}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
          heightPx={48}
        />
      ) : (
        <div className="h-20" />
      )}
    </div>
  )
}
