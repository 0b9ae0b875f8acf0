/** The words around a plot: times below it, events at their lines, and the legend that switches lines. */
import type { ChartEvent } from './chart-model.ts'
import type { ChartLine, Span } from './chart-rows.ts'
import { classNames } from './class-names.ts'
import { seriesDash } from './series-look.ts'
import { timeTicks } from './time-ticks.ts'

const markWidthPx = 60
const percent = (atMs: number, { fromMs, toMs }: Span) => ((atMs - fromMs) / (toMs - fromMs)) * 100

export const TimeMarks = ({ span, widthPx }: { span: Span; widthPx: number }) => {
  const most = Math.max(2, Math.min(8, Math.floor(widthPx / markWidthPx)))
  const offsetMs = new Date(span.toMs).getTimezoneOffset() * -60_000
  return (
    <div aria-hidden className="relative h-5 text-micro text-3">
      {timeTicks(span.fromMs, span.toMs, most, offsetMs).map(({ atMs, label }) => {
        const left = percent(atMs, span)
        return (
          <span
            key={atMs}
            style={{ left: `${left}%` }}
            className={classNames('absolute top-1 whitespace-nowrap', left < 8 ? '' : left > 92 ? '-translate-x-full' : '-translate-x-1/2')}
          >
            {label}
          </span>
        )
      })}
    </div>
  )
}

const wordWidthPx = 72

export const EventWords = ({ events, span, widthPx }: { events: readonly ChartEvent[]; span: Span; widthPx: number }) => {
  let lastPx = -Infinity
  const shown = events.filter(({ atMs }) => {
    const px = (percent(atMs, span) / 100) * widthPx
    if (px < 0 || px > widthPx || px - lastPx < wordWidthPx) return false
    lastPx = px
    return true
  })
  return shown.map(({ atMs, word }) => {
    const left = percent(atMs, span)
    return (
      <span
        key={`${atMs} ${word}`}
        aria-hidden
        style={{ left: `${left}%` }}
        className={classNames(
          'cut pointer-events-none absolute top-0.5 max-w-32 px-1.5 text-micro text-2',
          left > 30 && '-translate-x-full',
        )}
      >
        {word}
      </span>
    )
  })
}

interface ChartLegendProps {
  lines: readonly ChartLine[]
  hidden: readonly string[]
  onHide: (hidden: string[]) => void
}

export const ChartLegend = ({ lines, hidden, onHide }: ChartLegendProps) => (
  <figcaption className="-mx-1 flex flex-wrap gap-x-2">
    {lines.map(({ key, name }, index) => {
      const off = hidden.includes(key)
      return (
        <button
          key={key}
          type="button"
          aria-pressed={!off}
          onClick={() => onHide(off ? hidden.filter((other) => other !== key) : [...hidden, key])}
          className={classNames(
            'flex h-6 items-center gap-1.5 rounded-1 px-1 text-small hover:bg-hover',
            off ? 'text-3 line-through' : 'text-2',
          )}
        >
          <svg viewBox="0 0 12 2" aria-hidden className="h-0.5 w-3">
            <path
              d="M0 1h12"
              strokeWidth="2"
              stroke={off ? 'var(--text-3)' : `var(--series-${index + 1})`}
              strokeDasharray={seriesDash[index]}
            />
          </svg>
          {name}
        </button>
      )
    })}
  </figcaption>
)
