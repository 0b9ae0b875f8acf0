/** How a stretch of time is divided into bars, and a part's entries into stretches that belong to one bar. Pure. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Bar, SeverityCounts } from '../../../shared/contract/audit-figures.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day

const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  day,
  week,
]

export const floorTo = (ms: number, stepMs: number): number => Math.floor(ms / stepMs) * stepMs

const barsWith = (fromMs: number, toMs: number, stepMs: number): number => Math.ceil((toMs - floorTo(fromMs, stepMs)) / stepMs)

/** The finest step that divides the range, at multiples of itself in UTC, into no more bars than these. */
export const stepFor = (fromMs: number, toMs: number, mostBars: number): number => {
  const fine = steps.find((step) => barsWith(fromMs, toMs, step) <= mostBars)
  if (fine !== undefined) return fine
  let weeks = Math.ceil((toMs - fromMs) / week / mostBars)
  while (barsWith(fromMs, toMs, weeks * week) > mostBars) weeks += 1
  return weeks * week
}

/** Counts by bar and severity. */
export interface Bars {
  stepMs: number
  counts: Map<number, SeverityCounts>
  entries: number
}

export const createBars = (stepMs: number): Bars => ({ stepMs, counts: new Map(), entries: 0 })

export const countIn = (bars: Bars, atMs: number, severity: number, entries: number, events: number): void => {
  const bar = floorTo(atMs, bars.stepMs)
  let counts = bars.counts.get(bar)
  if (!counts) {
    counts = [0, 0, 0, 0, 0]
    bars.counts.set(bar, counts)
  }
  // A rank that there is not was put there by somebody else; it is shown as the list shows it.
  const rank = severity >= 0 && severity < severities.length ? severity : severities.length - 1
  counts[rank] = Math.min(Number.MAX_SAFE_INTEGER, (counts[rank] ?? 0) + events)
  bars.entries += entries
}

export const barsOf = ({ counts }: Bars): Bar[] =>
  [...counts]
    .filter(([, each]) => each.some((count) => count !== 0))
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, each]) => ({ atMs, counts: each }))

/** Where the entries of a stretch of time lie; null: of each it must be looked up when it was. */
export interface Interval {
  low: number
  high: number
  atMs: number | null
}

/** Cut so that none overlaps another: where several do, because the clock stepped back, each entry must be looked up. */
export const disjoint = (intervals: readonly Interval[]): Interval[] => {
  const edges = [...new Set(intervals.flatMap(({ low, high }) => [low, high + 1]))].toSorted((a, b) => a - b)
  const cut: Interval[] = []
  const waiting = intervals.toSorted((a, b) => a.low - b.low)
  let open: Interval[] = []
  let next = 0
  for (const [at, low] of edges.entries()) {
    const high = (edges[at + 1] ?? low) - 1
    open = open.filter((one) => one.high >= low)
    while (next < waiting.length && waiting[next]!.low <= low) open.push(waiting[next++]!)
    if (high < low || open.length === 0) continue
    const atMs = open.length === 1 ? open[0]!.atMs : null
    const last = cut.at(-1)
    if (last && last.high === low - 1 && last.atMs === atMs) last.high = high
    else cut.push({ low, high, atMs })
  }
  return cut
}
