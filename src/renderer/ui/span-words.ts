/** A stretch of time in words, as exact as its clock needs: `Thu 19 Nov, 14:00 to 14:15`. */
import { formatClock, formatClockMinutes, formatDay } from './format.ts'

const minuteMs = 60_000
const shortDay = (atMs: number, zone?: string) => formatDay(atMs, zone).split(' ').slice(0, 3).join(' ')

/** `zone` is for tests. */
export const spanWords = (fromMs: number, toMs: number, zone?: string): string => {
  const clock = fromMs % minuteMs === 0 && toMs % minuteMs === 0 ? formatClockMinutes : formatClock
  const [fromDay, toDay] = [shortDay(fromMs, zone), shortDay(toMs, zone)]
  const wholeDays = clock(fromMs, zone) === '00:00' && clock(toMs, zone) === '00:00'
  if (wholeDays && toMs > fromMs) {
    const last = shortDay(toMs - 1, zone)
    return last === fromDay ? fromDay : `${fromDay} to ${last}`
  }
  if (fromDay === toDay) return `${fromDay}, ${clock(fromMs, zone)} to ${clock(toMs, zone)}`
  return `${fromDay}, ${clock(fromMs, zone)} to ${toDay}, ${clock(toMs, zone)}`
}
