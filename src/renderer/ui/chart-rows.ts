/** The points of a chart's lines as the rows that are drawn: on one time grid, with gaps as gaps. */
export interface ChartPoint {
  atMs: number
  /** Null: nothing was measured. */
  mean: number | null
  min?: number | null
  max?: number | null
}

export interface ChartLine {
  key: string
  name: string
  points: readonly ChartPoint[]
  /** The earlier period, moved to the times of this one. */
  before?: readonly ChartPoint[]
}

/** `key` holds the value of a line, `before key` that of its earlier period. */
export type ChartRow = { atMs: number } & Record<string, number | null>
export const beforeKey = (key: string): string => `before ${key}`

export interface Gap {
  fromMs: number
  toMs: number
}

export interface Span {
  fromMs: number
  toMs: number
  stepMs: number
}

/**
 * Where a line has no point at all it is drawn through, for it is measured less often; where it has one that is null
 * nothing was measured, and it breaks. Where all break, there is a gap.
 */
export const rowsOf = (lines: readonly ChartLine[], { fromMs, toMs, stepMs }: Span): { rows: ChartRow[]; gaps: Gap[] } => {
  const byTime = new Map<number, ChartRow>()
  const put = (atMs: number, key: string, value: number | null) => {
    const row: ChartRow = byTime.get(atMs) ?? { atMs }
    row[key] = value
    byTime.set(atMs, row)
  }
  for (const { key, points } of lines) for (const { atMs, mean } of points) if (atMs >= fromMs && atMs <= toMs) put(atMs, key, mean)
  const rows = [...byTime.values()].sort((a, b) => a.atMs - b.atMs)
  for (const { key } of lines) drawThrough(rows, key)
  const gaps = gapsOf(rows, lines, { fromMs, toMs, stepMs })
  for (const { key, before } of lines) {
    for (const { atMs, mean } of before ?? []) {
      const onGrid = fromMs + Math.round((atMs - fromMs) / stepMs) * stepMs
      if (mean !== null && onGrid >= fromMs && onGrid <= toMs) put(onGrid, beforeKey(key), mean)
    }
  }
  return { rows: [...byTime.values()].sort((a, b) => a.atMs - b.atMs), gaps }
}

const drawThrough = (rows: ChartRow[], key: string) => {
  let last: { at: number; atMs: number; value: number } | null = null
  for (const [at, row] of rows.entries()) {
    const value = row[key]
    if (value === undefined) continue
    if (value !== null && last)
      for (const between of rows.slice(last.at + 1, at))
        between[key] = last.value + ((value - last.value) * (between.atMs - last.atMs)) / (row.atMs - last.atMs)
    last = value === null ? null : { at, atMs: row.atMs, value }
  }
}

const gapsOf = (rows: readonly ChartRow[], lines: readonly ChartLine[], { fromMs, toMs, stepMs }: Span): Gap[] => {
  if (rows.length === 0) return [{ fromMs, toMs }]
  const gaps: Gap[] = []
  let began: number | null = null
  for (const [at, row] of rows.entries()) {
    const empty = lines.every(({ key }) => typeof row[key] !== 'number')
    if (empty) began ??= at === 0 ? fromMs : row.atMs - stepMs / 2
    if (began !== null && !empty) {
      gaps.push({ fromMs: began, toMs: row.atMs - stepMs / 2 })
      began = null
    }
  }
  if (began !== null) gaps.push({ fromMs: began, toMs })
  return gaps
}

/** The point of a line nearest to a time, at most one and a half steps away. */
export const pointNear = (points: readonly ChartPoint[], atMs: number, stepMs: number): ChartPoint | null => {
  let nearest: ChartPoint | null = null
  for (const point of points) {
    if (point.mean === null || Math.abs(point.atMs - atMs) > 1.5 * stepMs) continue
    if (!nearest || Math.abs(point.atMs - atMs) < Math.abs(nearest.atMs - atMs)) nearest = point
  }
  return nearest
}
