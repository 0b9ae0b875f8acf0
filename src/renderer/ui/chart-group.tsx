/** The charts of a page: one crosshair through all of them and one tooltip with the exact values. */
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { ChartGroupContext, CursorContext, type ChartGroupApi, type ChartVoice, type Cursor } from './chart-cursor.ts'
import { formatClock, formatListTime } from './format.ts'
import { useTodayMs } from './now.ts'
import { seriesDash } from './series-look.ts'
import { placeTip } from './tip-place.ts'

interface ChartGroupProps {
  /** The tooltip tells the values of all charts, or of the one that is looked at. */
  tells: 'all' | 'own'
  children: ReactNode
  className?: string
}

type Voices = Map<string, ChartVoice>

export const ChartGroup = ({ tells, children, className }: ChartGroupProps) => {
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const shown = useRef<Cursor | null>(null)
  const voices = useRef<Voices>(new Map())
  const api = useMemo(
    (): ChartGroupApi => ({
      setCursor: (next) => {
        shown.current = next
        setCursor(next)
      },
      join: (chartId, voice) => {
        voices.current.set(chartId, voice)
        return () => {
          voices.current.delete(chartId)
          if (shown.current?.chartId !== chartId) return
          shown.current = null
          setCursor(null)
        }
      },
      isLookedAt: () => shown.current !== null,
    }),
    [],
  )
  return (
    <ChartGroupContext value={api}>
      <CursorContext value={cursor}>
        <div className={className}>{children}</div>
        {cursor && <ChartTip cursor={cursor} voices={voices} tells={tells} />}
      </CursorContext>
    </ChartGroupContext>
  )
}

const SeriesSign = ({ series }: { series: number }) => (
  <svg viewBox="0 0 12 2" aria-hidden className="h-0.5 w-3">
    <path d="M0 1h12" strokeWidth="2" stroke={`var(--series-${series + 1})`} strokeDasharray={seriesDash[series]} />
  </svg>
)

const ChartTip = ({ cursor, voices, tells }: { cursor: Cursor; voices: RefObject<Voices>; tells: ChartGroupProps['tells'] }) => {
  const box = useRef<HTMLDivElement>(null)
  const todayMs = useTodayMs()
  useLayoutEffect(() => {
    const own = voices.current.get(cursor.chartId)
    const plot = own?.plot()?.getBoundingClientRect()
    if (!own || !plot || !box.current) return
    const { width, height } = box.current.getBoundingClientRect()
    const crossX = plot.left + own.place(cursor.atMs) * plot.width
    const { left, top } = placeTip(crossX, plot, { width, height }, { width: window.innerWidth, height: window.innerHeight })
    box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
  })
  const own = voices.current.get(cursor.chartId)
  const told = tells === 'all' ? [...voices.current.values()] : own ? [own] : []
  const rows = told.flatMap((voice) => voice.read(cursor.atMs))
  const remark = own?.remark(cursor.atMs)
  const clock = cursor.selectedFromMs === null ? formatListTime(cursor.atMs, todayMs) : selectionWords(cursor)
  return (
    <div
      ref={box}
      aria-hidden
      data-chart-tip=""
      className="pointer-events-none fixed top-0 left-0 z-20 max-w-80 rounded-2 bg-surface-2 px-3 py-2 text-small whitespace-nowrap shadow-float forced-colors:border"
    >
      <p className="cut">
        <span className="font-strong">{clock}</span> {remark && <span className="text-2">{remark}</span>}
      </p>
      {rows.length === 0 && <p className="text-2">Nothing was measured.</p>}
      <dl className="mt-1 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 empty:hidden">
        {rows.map(({ name, value, before, series }, at) => (
          <div key={at} className="contents">
            <dt className="flex items-center gap-1.5 text-2">
              {series !== null && <SeriesSign series={series} />}
              {name}
            </dt>
            <dd className="text-right">
              <span className="font-strong">{value}</span>
              {before !== null && <span className="text-3"> before {before}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const selectionWords = ({ selectedFromMs, atMs }: Cursor) => {
  const [from, to] = [selectedFromMs ?? atMs, atMs].sort((a, b) => a - b)
  return `${formatClock(from ?? atMs)} to ${formatClock(to ?? atMs)}`
}
