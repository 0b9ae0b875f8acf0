/** Requests a second over the page's time: all of them, those that were refused, those that failed. */
import { useMemo, useState } from 'react'
import { ChartGroup } from '../../ui/chart-group.tsx'
import type { TimeWindow } from '../../ui/time-range.ts'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import type { PlannedChart } from '../metrics/chart-plan.ts'
import { useChartEvents } from '../metrics/use-chart-events.ts'
import { useChartModels } from '../metrics/use-chart-models.ts'
import { useKnownPlans } from '../metrics/use-known-plans.ts'

const line = (name: string, title: string) => ({ key: name, name: title, selector: { name, labels: {} } })
const planned: PlannedChart[] = [
  {
    id: 'traffic',
    title: 'Requests',
    group: 'Other',
    measure: { unit: '1/s' },
    lines: [line('guard.requests', 'All'), line('guard.refused', 'Refused'), line('guard.errors', 'Failed')],
    words: '',
  },
]

interface TrafficChartProps {
  window: TimeWindow
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
}

export const TrafficChart = ({ window, onZoom, onZoomOut }: TrafficChartProps) => {
  const events = useChartEvents(window)
  const plans = useKnownPlans(planned)
  const options = useMemo(() => ({ window, compare: false, events }), [window, events])
  const [model] = useChartModels(plans, options).models ?? []
  const [hidden, setHidden] = useState<string[]>([])
  // Where nothing ever went through the guard, there is nothing to draw.
  if (plans.length === 0) return null
  return (
    <div className="min-h-30 flex-none border-b border-hairline px-4 pb-2">
      {model && (
        <ChartGroup tells="own">
          <TimeSeriesChart
            model={model}
            log={false}
            hidden={hidden}
            onHide={setHidden}
            onZoom={onZoom}
            onZoomOut={onZoomOut}
            heightPx={56}
          />
        </ChartGroup>
      )}
    </div>
  )
}
