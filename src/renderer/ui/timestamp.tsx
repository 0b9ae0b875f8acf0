/** A time: local, with the exact UTC time on hover. Relative ones stay true. */
import { formatClock, formatDay, formatExact, formatListTime, formatRelative, formatUtc } from './format.ts'
import { useNowMs, useTodayMs } from './now.ts'
import { Tooltip } from './tooltip.tsx'

interface TimestampProps {
  atMs: number
  /** `exact`: day and milliseconds. `day`: the day alone. `clock`: time of day. `list`: the clock today, else with its day. */
  look?: 'exact' | 'day' | 'clock' | 'list'
  className?: string
}

const Time = ({ atMs, text, className }: { atMs: number; text: string; className?: string }) => (
  <Tooltip text={formatUtc(atMs)}>
    <time dateTime={new Date(atMs).toISOString()} className={className}>
      {text}
    </time>
  </Tooltip>
)

export const Timestamp = ({ atMs, look = 'exact', className }: TimestampProps) => {
  const todayMs = useTodayMs()
  const texts = { exact: formatExact, day: formatDay, clock: formatClock, list: () => formatListTime(atMs, todayMs) }
  return <Time atMs={atMs} text={texts[look](atMs)} className={className} />
}

/** `4 min ago`, renewed as time goes by. */
export const RelativeTime = ({ atMs, className }: { atMs: number; className?: string }) => (
  <Time atMs={atMs} text={formatRelative(atMs, useNowMs())} className={className} />
)
