/** How high each severity stands in a bar, in whole pixels, so that a single critical event among thousands is still seen. */
import { severities } from '../../shared/contract/audit-filter.ts'
import type { Bar, SeverityCounts } from '../../shared/contract/audit-figures.ts'

/** Info and low are to be known, the others to be acted on: those are never thinner than this. */
const leastPx = [1, 1, 2, 2, 3] as const

export const totalOf = (counts: SeverityCounts): number => counts.reduce((sum, count) => sum + count, 0)

export const addCounts = (one: SeverityCounts, other: SeverityCounts): SeverityCounts => [
  one[0] + other[0],
  one[1] + other[1],
  one[2] + other[2],
  one[3] + other[3],
  one[4] + other[4],
]
export const noCounts: SeverityCounts = [0, 0, 0, 0, 0]

export const sumOf = (bars: readonly Bar[]): SeverityCounts => bars.reduce((sum, { counts }) => addCounts(sum, counts), noCounts)

/** From the bottom (info) to the top (critical). `top` is the count that is as high as `heightPx`. */
export const stackHeights = (counts: SeverityCounts, top: number, heightPx: number): number[] => {
  const total = totalOf(counts)
  if (total === 0 || top <= 0) return counts.map(() => 0)
  const wanted = Math.round((Math.min(total, top) / top) * heightPx)
  const heights = counts.map((count, at) => (count === 0 ? 0 : Math.max(leastPx[at] ?? 1, Math.floor((count / total) * wanted))))
  // What rounding lacks, and what the least heights took, is the tallest's to give: it is missed there least.
  for (let left = wanted - heights.reduce((sum, height) => sum + height, 0); left !== 0; left -= Math.sign(left)) {
    const tallest = heights.indexOf(Math.max(...heights))
    const height = heights[tallest] ?? 0
    if (left < 0 && height <= (leastPx[tallest] ?? 1)) break
    heights[tallest] = height + Math.sign(left)
  }
  return heights
}

export interface BarSpan {
  fromMs: number
  toMs: number
  stepMs: number
}
export const barCount = ({ fromMs, toMs, stepMs }: BarSpan): number => Math.max(1, Math.ceil((toMs - fromMs) / stepMs))

/** Left edge and width of a bar in whole pixels, with a gap where there is room for one. */
export const barPlace = (index: number, count: number, widthPx: number): { left: number; width: number } => {
  const left = Math.round((index / count) * widthPx)
  const right = Math.round(((index + 1) / count) * widthPx)
  return { left, width: Math.max(1, right - left - (right - left >= 3 ? 1 : 0)) }
}

/** One path a severity, in the order of `severities`; empty where none occurs. */
export const stackPaths = (bars: readonly Bar[], span: BarSpan, widthPx: number, heightPx: number): string[] => {
  const count = barCount(span)
  const top = Math.max(0, ...bars.map(({ counts }) => totalOf(counts)))
  const paths = severities.map(() => '')
  for (const { atMs, counts } of bars) {
    const { left, width } = barPlace(Math.floor((atMs - span.fromMs) / span.stepMs), count, widthPx)
    let y = heightPx
    stackHeights(counts, top, heightPx).forEach((height, at) => {
      if (height === 0) return
      y -= height
      paths[at] += `M${left} ${y}h${width}v${height}h-${width}z`
    })
  }
  return paths
}
