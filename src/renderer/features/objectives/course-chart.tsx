/** How the error budget of a period went, from all of it to what is left. */
import { useMemo } from 'react'
import { ChartGroup } from '../../ui/chart-group.tsx'
import type { ChartModel } from '../../ui/chart-model.ts'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'

interface Course {
  stepMs: number
  points: readonly { atMs: number; budgetLeftPercent: number | null }[]
}

interface CourseChartProps {
  course: Course
  periodDays: number
  onZoom?: (fromMs: number, toMs: number) => void
}

const none = () => {}

export const CourseChart = ({ course, periodDays, onZoom }: CourseChartProps) => {
  const { stepMs, points } = course
  const model = useMemo((): ChartModel | null => {
    const [first, last] = [points[0], points.at(-1)]
    if (!first || !last) return null
    return {
      id: 'error-budget',
      title: 'Error budget left',
      spanWords: periodDays === 1 ? 'last day' : `last ${periodDays} days`,
      span: { fromMs: first.atMs, toMs: last.atMs + stepMs, stepMs },
      lines: [
        {
          key: 'left',
          name: 'Error budget left',
          // All of it at the beginning; then what each step left of it, at its end. Below nothing there is nothing to draw: the
          // figure beside says by how much it is overspent.
          points: [
            { atMs: first.atMs, mean: 100 },
            ...points.map(({ atMs, budgetLeftPercent }) => ({
              atMs: atMs + stepMs,
              mean: budgetLeftPercent === null ? null : Math.max(0, budgetLeftPercent),
            })),
          ],
        },
      ],
      series: [],
      measure: { unit: 'percent' },
      top: 100,
    }
  }, [points, stepMs, periodDays])
  if (!model) return <p className="text-2">There is nothing to draw before the first request.</p>
  return (
    <ChartGroup tells="own">
      <TimeSeriesChart model={model} log={false} hidden={[]} onHide={none} onZoom={onZoom ?? none} onZoomOut={none} />
    </ChartGroup>
  )
}
