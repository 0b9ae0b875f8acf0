/** Where a time axis is marked: at round times of the local clock, few enough to be read. */
import { formatClock, formatClockMinutes, formatDay } from './format.ts'

export interface TimeTick {
  atMs: number
  label: string
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [
  2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
  minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour,
  day, 2 * day, 5 * day, 7 * day, 10 * day, 30 * day, 90 * day, 365 * day,
] // prettier-ignore

const dayWords = (atMs: number, zone?: string) => formatDay(atMs, zone).split(' ').slice(1, 3).join(' ')

/** At most `most` marks; `offsetMs` is that of the local clock from UTC. `zone` is for tests. */
export const timeTicks = (fromMs: number, toMs: number, most: number, offsetMs: number, zone?: string): TimeTick[] => {
  const step = steps.find((length) => (toMs - fromMs) / length <= most) ?? 365 * day
  const ticks: TimeTick[] = []
  for (let at = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs; at <= toMs; at += step) {
    const label = step >= day ? dayWords(at, zone) : step < minute ? formatClock(at, zone) : formatClockMinutes(at, zone)
    ticks.push({ atMs: at, label: step < day && toMs - fromMs > day && label === '00:00' ? dayWords(at, zone) : label })
  }
  return ticks
}
