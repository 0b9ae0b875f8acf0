/** The slices of a histogram, newest first, joined to one. */
import type { Bar, Histogram } from '../../../shared/contract/audit-figures.ts'
import { addCounts, type BarSpan } from '../../ui/bar-stack.ts'

export interface JoinedHistogram {
  span: BarSpan
  bars: Bar[]
  /** Entries that match, as far as they are counted. */
  entries: number
  exact: boolean
  /** null once all are counted. */
  countedBackToMs: number | null
}

/** A slice may end within a bar: its two parts are one bar. */
export const joinSlices = (slices: readonly Histogram[]): JoinedHistogram | null => {
  const first = slices[0]
  const last = slices.at(-1)
  if (!first || !last) return null
  const bars = new Map<number, Bar>()
  for (const slice of slices)
    for (const { atMs, counts } of slice.bars) {
      const known = bars.get(atMs)
      bars.set(atMs, { atMs, counts: known ? addCounts(known.counts, counts) : counts })
    }
  return {
    span: { fromMs: first.fromMs, toMs: first.toMs, stepMs: first.stepMs },
    bars: [...bars.values()].toSorted((one, other) => one.atMs - other.atMs),
    entries: slices.reduce((sum, { entries }) => sum + entries, 0),
    exact: slices.every(({ exact }) => exact),
    countedBackToMs: last.nextBefore === null ? null : (last.countedBackToMs ?? first.toMs),
  }
}

/** What the address says after a stretch was brushed; one that reaches the end of an open range stays open, so that new entries go on coming in. */
export const brushedTime = (fromMs: number, toMs: number, span: BarSpan, open: boolean): { from: number; to?: number } =>
  open && toMs >= span.toMs ? { from: fromMs } : { from: fromMs, to: toMs }
