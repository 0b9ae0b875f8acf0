/** Points of a chart from samples by step: a hole of more than two steps is a gap, a smaller one is none. */
import type { Point } from '../../../shared/contract/monitoring.ts'
import { quantilesOf } from '../../../shared/histogram.ts'
import type { Sample } from '../../../shared/sample.ts'
import { meanOf } from '../../../shared/sample.ts'

/** Never outside what was measured, wherever in its bucket a value lies. */
const percentilesOf = ({ buckets, min, max }: Sample): Pick<Point, 'percentiles'> => {
  const found = buckets && quantilesOf(buckets, [0.5, 0.95, 0.99])
  if (!found) return {}
  const [p50, p95, p99] = found.map((value) => Math.min(max, Math.max(min, value))) as [number, number, number]
  return { percentiles: { p50, p95, p99 } }
}

const gapAt = (atMs: number): Point => ({ atMs, mean: null, min: null, max: null, count: 0 })

/** `everyMs`: how often the series is read, where that is rarer than the chart's step. Keys are beginnings of steps. */
export const pointsOf = (
  steps: ReadonlyMap<number, Sample>,
  range: { fromMs: number; toMs: number; stepMs: number },
  everyMs: number,
): Point[] => {
  const { fromMs, toMs, stepMs } = range
  const longestHoleMs = 2 * Math.max(stepMs, everyMs)
  const points: Point[] = []
  const fillHole = (afterMs: number, untilMs: number) => {
    if (untilMs - afterMs <= longestHoleMs) return
    for (let atMs = afterMs + stepMs; atMs < untilMs; atMs += stepMs) points.push(gapAt(atMs))
  }
  let previousMs = fromMs - stepMs
  for (const [atMs, sample] of [...steps].toSorted(([a], [b]) => a - b)) {
    fillHole(previousMs, atMs)
    points.push({
      atMs,
      mean: meanOf(sample),
      min: sample.min,
      max: sample.max,
      count: Math.round(sample.weight),
      ...percentilesOf(sample),
    })
    previousMs = atMs
  }
  fillHole(previousMs, toMs)
  return points
}
