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

/** One or two missing samples are jitter and bridged; more is a gap. */
const bridgedSteps = 2.5
/** The newest sample is still on its way. */
const awaitedSteps = 4

export interface Span {
  fromMs: number
  toMs: number
  stepMs: number
}

export const rowsOf = (lines: readonly ChartLine[], { fromMs, toMs, stepMs }: Span): { rows: ChartRow[]; gaps: Gap[] } => {
  const byTime = new Map<number, ChartRow>()
  const known = new Set<number>()
  const put = (atMs: number, key: string, value: number | null) => {
    const row = byTime.get(atMs) ?? ({ atMs } as ChartRow)
    row[key] = value
    byTime.set(atMs, row)
  }
  for (const { key, points } of lines) {
    for (const { atMs, mean } of points) {
      if (atMs < fromMs || atMs > toMs || mean === null) continue
      put(atMs, key, mean)
      known.add(atMs)
    }
  }
  const gaps: Gap[] = []
  const times = [...known].sort((a, b) => a - b)
  let last = fromMs
  for (const atMs of times) {
    if (atMs - last > bridgedSteps * stepMs) gaps.push({ fromMs: last === fromMs ? fromMs : last + stepMs / 2, toMs: atMs - stepMs / 2 })
    last = atMs
  }
  if (toMs - last > awaitedSteps * stepMs) gaps.push({ fromMs: times.length === 0 ? fromMs : last + stepMs / 2, toMs })
  for (const gap of gaps) for (const { key } of lines) put((gap.fromMs + gap.toMs) / 2, key, null)
  // A line that alone has nothing where others have something breaks there too.
  for (const atMs of times) {
    const row = byTime.get(atMs)
    for (const { key } of lines) if (row && row[key] === undefined) row[key] = null
  }
  for (const { key, before } of lines) {
    for (const { atMs, mean } of before ?? []) {
      const onGrid = fromMs + Math.round((atMs - fromMs) / stepMs) * stepMs
      if (onGrid >= fromMs && onGrid <= toMs) put(onGrid, beforeKey(key), mean)
    }
  }
  return { rows: [...byTime.values()].sort((a, b) => a.atMs - b.atMs), gaps }
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
