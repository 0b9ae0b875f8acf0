/** What the bars under the pointer or the brush hold, told beside them. */
import { useLayoutEffect, useRef, type RefObject } from 'react'
import { severities } from '../../shared/contract/audit-filter.ts'
import type { Bar, SeverityCounts } from '../../shared/contract/audit-figures.ts'
import { sumOf, totalOf, type BarSpan } from './bar-stack.ts'
import { formatCount, formatCounted } from './format.ts'
import { SeverityShape, severityNames } from './severity.tsx'
import { spanWords } from './span-words.ts'

export interface BarsTold {
  words: string
  counts: SeverityCounts
  sentence: string
  /** Some of them are not counted yet. */
  uncounted: boolean
}

export const barsTold = (
  bars: readonly Bar[],
  { fromMs, stepMs }: BarSpan,
  { first, last }: { first: number; last: number },
  countedBackToMs: number | null,
): BarsTold => {
  const beginMs = fromMs + first * stepMs
  const endMs = fromMs + (last + 1) * stepMs
  const counts = sumOf(bars.filter(({ atMs }) => atMs >= beginMs && atMs < endMs))
  const uncounted = countedBackToMs !== null && beginMs < countedBackToMs
  const parts = severities
    .map((severity, at) => ({ severity, count: counts[at] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${formatCount(count)} ${severity}`)
    .toReversed()
  const all = formatCounted(totalOf(counts), 'event', 'events')
  const sentence = `${parts.length > 1 ? `${all}, ${parts.join(', ')}` : parts.length === 1 ? `${parts[0]}` : all}${uncounted ? ', not all counted yet' : ''}`
  return { words: spanWords(beginMs, endMs), counts, sentence, uncounted }
}

interface BarsTipProps {
  told: BarsTold
  plot: RefObject<HTMLElement | null>
  /** Across the plot, from 0 to 1: the middle of the tip. */
  share: number
  /** Tells that one can drag. */
  hint: boolean
}

const marksPx = 24

export const BarsTip = ({ told, plot, share, hint }: BarsTipProps) => {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const around = plot.current?.getBoundingClientRect()
    if (!around || !box.current) return
    // Below the times, so that it covers no bar.
    const { width } = box.current.getBoundingClientRect()
    const middle = around.left + share * around.width - width / 2
    const left = Math.max(around.left, Math.min(around.right - width, middle))
    box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(around.bottom + marksPx)}px)`
  })
  const rows = severities.map((severity, at) => ({ severity, count: told.counts[at] ?? 0 })).filter(({ count }) => count > 0)
  return (
    <div
      ref={box}
      aria-hidden
      data-bars-tip=""
      className="pointer-events-none fixed top-0 left-0 z-20 rounded-2 bg-surface-2 px-3 py-2 text-small whitespace-nowrap shadow-float forced-colors:border"
    >
      <p className="font-strong">{told.words}</p>
      {rows.length === 0 && !told.uncounted && <p className="text-2">Nothing happened.</p>}
      <dl className="mt-1 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 empty:hidden">
        {rows.toReversed().map(({ severity, count }) => (
          <div key={severity} className="contents">
            <dt className="flex items-center gap-1.5 text-2">
              <SeverityShape severity={severity} />
              {severityNames[severity]}
            </dt>
            <dd className="text-right font-strong">{formatCount(count)}</dd>
          </div>
        ))}
        {rows.length > 1 && (
          <div className="contents">
            <dt className="text-2">Events</dt>
            <dd className="text-right font-strong">{formatCount(totalOf(told.counts))}</dd>
          </div>
        )}
      </dl>
      {told.uncounted && <p className="text-2">Not all counted yet.</p>}
      {hint && <p className="mt-1 text-3">Drag to narrow the time.</p>}
    </div>
  )
}
