/** The points of a chart as CSV (RFC 4180): one row a moment, UTC, with the unit in the head. */
import { csvCell } from '../../shared/csv-cell.ts'
import type { ChartModel } from './chart-model.ts'

export const chartCsv = ({ lines, measure, span }: Pick<ChartModel, 'lines' | 'measure' | 'span'>): string => {
  const times = new Set<number>()
  const columns = lines.map(({ points }) => {
    const known = points.filter(({ atMs, mean }) => mean !== null && atMs >= span.fromMs && atMs <= span.toMs)
    for (const { atMs } of known) times.add(atMs)
    return new Map(known.map((point) => [point.atMs, point]))
  })
  const unit = measure.unit === 'load' || measure.unit === 'count' ? '' : ` (${measure.unit})`
  const head = ['time (UTC)', ...lines.flatMap(({ name }) => [`${name}${unit}`, `${name} lowest`, `${name} highest`])].map(csvCell)
  const rows = [...times]
    .sort((a, b) => a - b)
    .map((atMs) => [
      new Date(atMs).toISOString(),
      ...columns.flatMap((column) => {
        const point = column.get(atMs)
        return [point?.mean, point?.min ?? point?.mean, point?.max ?? point?.mean].map((value) => String(value ?? ''))
      }),
    ])
  return [head, ...rows].map((row) => row.join(',')).join('\r\n')
}
