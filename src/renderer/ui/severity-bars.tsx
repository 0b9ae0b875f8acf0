/** Events over time as bars of the five severities, with a brush that chooses a stretch of it by drag or by keyboard. */
import { useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { severities } from '../../shared/contract/audit-filter.ts'
import type { Bar } from '../../shared/contract/audit-figures.ts'
import { barCount, stackPaths, totalOf, type BarSpan } from './bar-stack.ts'
import { BarsTip, barsTold } from './bars-tip.tsx'
import { barAt, brushedBars, brushedRange, brushKey, type Brush } from './brush.ts'
import { TimeMarks } from './chart-words.tsx'
import { formatCount } from './format.ts'
import { spanWords } from './span-words.ts'
import { useWidth } from './use-width.ts'

interface SeverityBarsProps {
  /** What is drawn, as in `Events over time`. */
  label: string
  span: BarSpan
  bars: readonly Bar[]
  /** Bars before this moment are still being counted. */
  countedBackToMs?: number | null
  /** Without it nothing can be chosen. */
  onBrush?: (fromMs: number, toMs: number) => void
  onClear?: () => void
  /** Somebody reads values: then nothing should move. */
  onLook?: (looking: boolean) => void
}

const heightPx = 56
/** A press that moves less is a press, no drag. */
const dragPx = 4

const severityPaths = (paths: readonly string[]) =>
  severities.map((severity, at) =>
    paths[at] ? (
      <path
        key={severity}
        data-sev={severity}
        d={paths[at]}
        className={severity === 'info' ? 'fill-sev-fill opacity-60 forced-colors:opacity-100' : 'fill-sev-fill'}
      />
    ) : null,
  )

export const SeverityBars = ({ label, span, bars, countedBackToMs = null, onBrush, onClear, onLook }: SeverityBarsProps) => {
  const id = useId()
  const [plot, widthPx] = useWidth()
  const [brush, setBrush] = useState<Brush | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const pressed = useRef<{ clientX: number; bar: number } | null>(null)
  const count = barCount(span)
  const paths = useMemo(() => (widthPx === 0 ? [] : stackPaths(bars, span, widthPx, heightPx)), [bars, span, widthPx])

  const point = (bar: number | null) => {
    setPointed(bar)
    onLook?.(bar !== null || brush !== null)
  }
  const choose = (next: Brush | null) => {
    setBrush(next)
    onLook?.(next !== null || pointed !== null)
  }
  const apply = (chosen: Brush) => {
    const { fromMs, toMs } = brushedRange(chosen, span)
    setBrush(null)
    setPointed(null)
    onLook?.(false)
    onBrush?.(fromMs, toMs)
  }
  const barUnder = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return barAt((event.clientX - left) / width, count)
  }
  const press = (event: PointerEvent) => {
    if (event.button !== 0 || !onBrush) return
    event.currentTarget.setPointerCapture(event.pointerId)
    pressed.current = { clientX: event.clientX, bar: barUnder(event) }
  }
  const move = (event: PointerEvent) => {
    const from = pressed.current
    point(barUnder(event))
    if (from && (brush !== null || Math.abs(event.clientX - from.clientX) >= dragPx)) choose({ anchor: from.bar, head: barUnder(event) })
  }
  const release = () => {
    if (pressed.current && brush) apply(brush)
    pressed.current = null
  }
  const giveUp = () => {
    pressed.current = null
    choose(null)
  }
  const key = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const act = brushKey(event.key, event.shiftKey && onBrush !== undefined, brush, span, pointed)
    if (act === null) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'brush') choose(act.brush)
    else if (act.kind === 'apply' && brush && onBrush) apply(brush)
    else if (act.kind === 'give up') giveUp()
    else if (act.kind === 'clear') onClear?.()
  }

  const shown = brush ? brushedBars(brush) : pointed === null ? null : { first: pointed, last: pointed }
  const told = shown && barsTold(bars, span, shown, countedBackToMs)
  const share = (bar: number) => `${(bar / count) * 100}%`
  const uncounted = countedBackToMs === null ? 0 : Math.max(0, Math.min(count, (countedBackToMs - span.fromMs) / span.stepMs))
  const most = Math.max(0, ...bars.map(({ counts }) => totalOf(counts)))
  const summary = `${spanWords(span.fromMs, span.toMs)}, at most ${formatCount(most)} events a bar`
  return (
    <div data-severity-bars="">
      <div ref={plot} className="relative" style={{ height: heightPx }}>
        {widthPx > 0 && (
          <svg width={widthPx} height={heightPx} aria-hidden shapeRendering="crispEdges" className="absolute inset-0">
            {uncounted > 0 && (
              <>
                <defs>
                  <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path d="M0 0v6" strokeWidth="2" className="stroke-hairline" />
                  </pattern>
                </defs>
                <rect data-uncounted="" width={(uncounted / count) * widthPx} height={heightPx} fill={`url(#${id}-hatch)`} />
              </>
            )}
            {severityPaths(paths)}
          </svg>
        )}
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-px bg-hairline-strong" />
        {shown && (
          <span
            style={{ left: share(shown.first), width: share(shown.last - shown.first + 1) }}
            className={
              brush
                ? 'absolute inset-y-0 border-x-2 border-accent bg-accent/15 forced-colors:border-[Highlight]'
                : 'absolute inset-y-0 bg-pressed forced-colors:border-x'
            }
          />
        )}
        <span id={`${id}-keys`} className="sr-only">
          {onBrush
            ? 'Arrow keys move over the bars, Shift and arrow keys choose several, Enter narrows the time to them, Escape gives up, Backspace takes the time off.'
            : 'Arrow keys move over the bars.'}
        </span>
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-describedby={`${id}-keys`}
          aria-valuemin={0}
          aria-valuemax={count - 1}
          aria-valuenow={brush ? brush.head : (pointed ?? count - 1)}
          aria-valuetext={told ? `${told.words}: ${told.sentence}` : summary}
          onPointerDown={press}
          onPointerMove={move}
          onPointerUp={release}
          onPointerCancel={giveUp}
          onPointerLeave={() => point(null)}
          onDoubleClick={onClear}
          onKeyDown={key}
          onBlur={giveUp}
          className={`absolute inset-0 touch-pan-y ${onBrush ? 'cursor-crosshair' : ''}`}
        />
        {told && shown && (
          <BarsTip told={told} plot={plot} share={(shown.first + shown.last + 1) / 2 / count} hint={onBrush !== undefined && !brush} />
        )}
      </div>
      <TimeMarks span={{ ...span, toMs: span.fromMs + count * span.stepMs }} widthPx={widthPx} />
    </div>
  )
}
