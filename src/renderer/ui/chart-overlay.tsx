/** What lies over a plot and moves: the crosshair with its dots, and the drag that zooms. One slider for the keyboard. */
import { useContext, useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { CursorContext, useChartGroup, type TipRow } from './chart-cursor.ts'
import type { ChartModel } from './chart-model.ts'
import { pointNear } from './chart-rows.ts'
import { heightOf, type ChartScale } from './chart-scale.ts'
import { remarkOf, summaryOf } from './chart-summary.ts'
import { formatClock } from './format.ts'
import { formatFigure } from './figures.ts'

interface ChartOverlayProps {
  model: ChartModel
  scale: ChartScale
  hidden: readonly string[]
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
}

/** A press that moves less is a press, no drag. */
const dragPx = 6

const tipRows = ({ lines, span, measure, title }: ChartModel, hidden: readonly string[], atMs: number): TipRow[] =>
  lines.flatMap(({ key, name, points, before }, index) => {
    const value = hidden.includes(key) ? null : pointNear(points, atMs, span.stepMs)?.mean
    if (value === null || value === undefined) return []
    const earlier = before && pointNear(before, atMs, span.stepMs)?.mean
    return {
      name: lines.length === 1 ? title : `${title} ${name.toLowerCase()}`,
      value: formatFigure(value, measure),
      before: typeof earlier === 'number' ? formatFigure(earlier, measure) : null,
      series: lines.length === 1 ? null : index,
    }
  })

export const ChartOverlay = ({ model, scale, hidden, onZoom, onZoomOut }: ChartOverlayProps) => {
  const { id, span, lines } = model
  const { fromMs, toMs, stepMs } = span
  const cursor = useContext(CursorContext)
  const group = useChartGroup()
  const surface = useRef<HTMLDivElement>(null)
  const newest = useRef({ model, hidden })
  useEffect(() => {
    newest.current = { model, hidden }
  })
  useEffect(
    () =>
      group.join(id, {
        plot: () => surface.current,
        place: (atMs) => {
          const { fromMs: left, toMs: right } = newest.current.model.span
          return (atMs - left) / (right - left)
        },
        read: (atMs) => tipRows(newest.current.model, newest.current.hidden, atMs),
        remark: (atMs) => remarkOf(newest.current.model, atMs),
      }),
    [group, id],
  )

  const snap = (atMs: number) => Math.min(toMs, Math.max(fromMs, fromMs + Math.round((atMs - fromMs) / stepMs) * stepMs))
  const timeAt = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return snap(fromMs + ((event.clientX - left) / width) * (toMs - fromMs))
  }
  const pressed = useRef<{ clientX: number; atMs: number } | null>(null)
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    pressed.current = { clientX: event.clientX, atMs: timeAt(event) }
  }
  const move = (event: PointerEvent) => {
    const from = pressed.current
    const dragged = from !== null && Math.abs(event.clientX - from.clientX) >= dragPx
    group.setCursor({ chartId: id, atMs: timeAt(event), selectedFromMs: dragged ? from.atMs : null })
  }
  const zoom = (oneMs: number, otherMs: number) => {
    group.setCursor(null)
    onZoom(Math.min(oneMs, otherMs), Math.max(oneMs, otherMs))
  }
  const release = (event: PointerEvent) => {
    const from = pressed.current
    pressed.current = null
    if (from && Math.abs(event.clientX - from.clientX) >= dragPx) zoom(from.atMs, timeAt(event))
  }
  const leave = () => {
    if (pressed.current === null) group.setCursor(null)
  }
  const own = cursor?.chartId === id ? cursor : null
  const key = (event: KeyboardEvent) => {
    const at = own?.atMs ?? toMs
    const far = Math.max(1, Math.round((toMs - fromMs) / stepMs / 10))
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -far, PageDown: far, Home: -Infinity, End: Infinity }[event.key]
    if (steps !== undefined) {
      const next = snap(steps === -Infinity ? fromMs : steps === Infinity ? toMs : at + steps * stepMs)
      const selectedFromMs = event.shiftKey ? (own?.selectedFromMs ?? at) : null
      group.setCursor({ chartId: id, atMs: next, selectedFromMs })
    } else if (event.key === 'Enter' && own && own.selectedFromMs !== null) zoom(own.selectedFromMs, own.atMs)
    else if (event.key === 'Escape' && own) group.setCursor(null)
    else if (event.key === 'Backspace') onZoomOut()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const inside = cursor && cursor.atMs >= fromMs && cursor.atMs <= toMs ? cursor : null
  const left = (atMs: number) => `${((atMs - fromMs) / (toMs - fromMs)) * 100}%`
  const selection = inside?.selectedFromMs === null || !inside ? null : [inside.selectedFromMs, inside.atMs].sort((a, b) => a - b)
  const said = own && tipRows(model, hidden, own.atMs).map(({ name, value }) => `${name} ${value}`)
  return (
    <>
      <span id={`${id}-keys`} className="sr-only">
        Arrow keys read values. Shift and arrow keys select, Enter zooms in, Backspace zooms out.
      </span>
      <div
        ref={surface}
        role="slider"
        tabIndex={0}
        aria-label={`${model.title}, ${model.spanWords}`}
        aria-describedby={`${id}-keys`}
        aria-valuemin={fromMs}
        aria-valuemax={toMs}
        aria-valuenow={own?.atMs ?? toMs}
        aria-valuetext={own ? `${formatClock(own.atMs)}: ${said?.join(', ') || 'nothing was measured'}` : summaryOf(model)}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={() => {
          pressed.current = null
          group.setCursor(null)
        }}
        onPointerLeave={leave}
        onDoubleClick={onZoomOut}
        onKeyDown={key}
        onBlur={() => group.setCursor(null)}
        className="absolute inset-0 cursor-crosshair touch-pan-y"
      >
        {selection && (
          <span
            style={{ left: left(selection[0] ?? 0), right: `calc(100% - ${left(selection[1] ?? 0)})` }}
            className="absolute inset-y-0 border-x-2 border-accent bg-accent/15"
          />
        )}
        {inside && <span style={{ left: left(inside.atMs) }} className="absolute inset-y-0 -ml-px w-px bg-(--text-2)" />}
        {inside &&
          lines.map(({ key: line, points }, index) => {
            const point = hidden.includes(line) ? null : pointNear(points, inside.atMs, stepMs)
            if (point === null || point.mean === null) return null
            return (
              <span
                key={line}
                style={{
                  left: left(inside.atMs),
                  top: `${(1 - heightOf(point.mean, scale)) * 100}%`,
                  background: `var(--series-${index + 1})`,
                }}
                className="keeps-colours absolute size-3 -translate-1/2 rounded-full border-2 border-surface-1"
              />
            )
          })}
      </div>
    </>
  )
}
