/** Series as CSV (RFC 4180): one row a moment in UTC, one column for each figure of a series; gaps stay empty. Pure. */
import type { Percentile, SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { csvCell } from '../../../shared/csv-cell.ts'

const percentiles: readonly Percentile[] = ['p50', 'p95', 'p99']

type Column = { name: string; valueOf: (point: SeriesPoints['points'][number]) => number | null }

const columnsOf = ({ title, unit, points }: SeriesPoints): Column[] => {
  const inUnit = unit === 'load' || unit === 'count' ? '' : ` (${unit})`
  return [
    { name: `${title}${inUnit}`, valueOf: ({ mean }) => mean },
    { name: `${title} lowest`, valueOf: ({ min }) => min },
    { name: `${title} highest`, valueOf: ({ max }) => max },
    ...(points.some((point) => point.percentiles)
      ? percentiles.map((one): Column => ({ name: `${title} ${one}`, valueOf: (point) => point.percentiles?.[one] ?? null }))
      : []),
  ]
}

export const seriesCsv = (series: readonly SeriesPoints[]): string => {
  const columns = series.map(columnsOf)
  const rows = new Map<number, (string | undefined)[]>()
  let first = 0
  for (const [at, { points }] of series.entries()) {
    for (const point of points) {
      if (point.mean === null) continue
      const row = rows.get(point.atMs) ?? []
      for (const [index, { valueOf }] of columns[at]!.entries()) row[first + index] = String(valueOf(point) ?? '')
      rows.set(point.atMs, row)
    }
    first += columns[at]!.length
  }
  const head = ['time (UTC)', ...columns.flat().map(({ name }) => csvCell(name))]
  const lines = [...rows]
    .toSorted(([one], [other]) => one - other)
    .map(([atMs, row]) => [new Date(atMs).toISOString(), ...Array.from({ length: first }, (_, at) => row[at] ?? '')].join(','))
  return [head.join(','), ...lines, ''].join('\r\n')
}
