/** The time range of the page's charts: one of the usual ones, or the zoom with the way out of it. Written into the address. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { formatClock, formatClockMinutes, formatDay } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Segments } from '../ui/segments.tsx'
import { rangeNames, readTimeSearch, usualRange, zoomOut, type RangeName } from '../ui/time-range.ts'
import { useNarrow } from './narrow.ts'

const labels: Record<RangeName, string> = { '15m': '15 m', '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' }
const options = rangeNames.map((value) => ({ value, label: labels[value] }))

const zoomWords = (fromMs: number, toMs: number) => {
  const clock = toMs - fromMs < 600_000 ? formatClock : formatClockMinutes
  const short = (atMs: number) => formatDay(atMs).split(' ').slice(1, 3).join(' ')
  const day = formatDay(fromMs) === formatDay(Date.now()) ? '' : `${short(fromMs)}, `
  const otherDay = formatDay(fromMs) === formatDay(toMs) ? '' : `${short(toMs)}, `
  return `${day}${clock(fromMs)} to ${otherDay}${clock(toMs)}`
}

export const RangeControls = () => {
  const { range = usualRange, from, to } = readTimeSearch(useSearch({ strict: false }))
  const navigate = useNavigate()
  const narrow = useNarrow()
  const choose = (next: RangeName) => void navigate({ to: '.', search: (known: object) => ({ ...zoomOut(known), range: next }) })
  const leaveZoom = () => void navigate({ to: '.', search: (known: object) => zoomOut(known) })
  const zoomed = from !== undefined && to !== undefined
  return (
    <>
      {zoomed && (
        <span className="inline-flex h-6 flex-none items-center rounded-1 bg-accent-tint pl-2 text-small whitespace-nowrap text-accent-text">
          {zoomWords(from, to)}
          <IconButton name="Leave the zoom" onClick={leaveZoom} className="h-6 w-6">
            <X aria-hidden className="size-3" />
          </IconButton>
        </span>
      )}
      {!(zoomed && narrow) && (
        <Segments<RangeName | 'zoom'>
          label="Time range"
          value={zoomed ? 'zoom' : range}
          options={options}
          onChange={(next) => next !== 'zoom' && choose(next)}
        />
      )}
    </>
  )
}
