/** Whether a moment lies in quiet hours, by the calendar of a time zone: past midnight, and over the hours that DST adds or leaves out. */
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'

type QuietHours = NonNullable<GivenContactPoint['quietHours']>

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const formats = new Map<string, Intl.DateTimeFormat>()

const localTime = (atMs: number, timeZone: string): { day: number; minute: number } => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  return { day: weekdays.indexOf(parts['weekday'] ?? ''), minute: Number(parts['hour']) * 60 + Number(parts['minute']) }
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** A night belongs to the day on which it begins. The same time twice: from then on for a whole day. */
export const isQuiet = (hours: QuietHours, atMs: number, timeZone: string): boolean => {
  const { day, minute } = localTime(atMs, timeZone)
  const from = minuteOf(hours.from)
  const to = minuteOf(hours.to)
  const on = (weekday: number) => hours.days.includes((weekday + 7) % 7)
  if (from < to) return on(day) && minute >= from && minute < to
  return (on(day) && minute >= from) || (on(day - 1) && minute < to)
}
