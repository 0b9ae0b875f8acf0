/** The same points as a table: for who reads better than sees, and to select and copy. */
import { Button } from './button.tsx'
import type { ChartModel } from './chart-model.ts'
import { pointNear } from './chart-rows.ts'
import { Dialog } from './dialog.tsx'
import { formatFigure } from './figures.ts'
import { formatListTime } from './format.ts'
import { useTodayMs } from './now.ts'

const Points = ({ model: { title, lines, span, measure } }: { model: ChartModel }) => {
  const todayMs = useTodayMs()
  const times = [...new Set(lines.flatMap(({ points }) => points.filter(({ mean }) => mean !== null).map(({ atMs }) => atMs)))]
    .filter((atMs) => atMs >= span.fromMs && atMs <= span.toMs)
    .sort((a, b) => b - a)
  if (times.length === 0) return <p className="text-2">Nothing was measured in this range.</p>
  return (
    <div tabIndex={0} role="region" aria-label={`${title} as a table`} className="max-h-[60vh] overflow-auto">
      <table className="w-full text-right">
        <thead className="sticky top-0 bg-surface-2 text-micro text-3">
          <tr>
            <th className="h-7 text-left font-normal">Time</th>
            {lines.map(({ key, name }) => (
              <th key={key} className="pl-4 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((atMs) => (
            <tr key={atMs} className="border-b border-hairline-soft">
              <td className="h-7 text-left text-2">{formatListTime(atMs, todayMs)}</td>
              {lines.map(({ key, points }) => {
                const value = pointNear(points, atMs, span.stepMs / 3)?.mean
                return <td key={key}>{typeof value === 'number' ? formatFigure(value, measure) : ''}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const ChartTableDialog = ({ model, open, onClose }: { model: ChartModel; open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onClose={onClose}
    title={model.title}
    text={`The ${model.spanWords}, newest first.`}
    foot={
      <Button tall onClick={onClose}>
        Close
      </Button>
    }
  >
    {open && <Points model={model} />}
  </Dialog>
)
