/** Figures, sizes, durations and times as people read them; the only place that formats. */
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const thousandth = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** `1,285,751` */
export const formatCount = (count: number): string => whole.format(count)

/** As exact as people set things: `1.5`, `0.01`, `102,400`. */
export const formatNumber = (number: number): string => thousandth.format(number)

/** `1 entry`, `12 entries` */
export const formatCounted = (count: number, one: string, many: string): string => `${whole.format(count)} ${count === 1 ? one : many}`

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB']
/** Decimal units, as disks are sold: `4.2 MB`. */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${tenth.format(bytes / 1000 ** power)} ${byteUnits[power]}`
}

const steps: readonly [unit: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]
/** The two largest parts of a length of time: `4 min 12 s`, `2 d 3 h`. Rounds down; below a second `0 s`. */
export const formatDuration = (ms: number): string => {
  const parts: string[] = []
  let left = Math.max(0, ms)
  for (const [unit, size] of steps) {
    const many = Math.floor(left / size)
    left -= many * size
    if (many > 0) parts.push(`${many} ${unit}`)
    else if (parts.length > 0) break
    if (parts.length === 2) break
  }
  return parts.length > 0 ? parts.join(' ') : '0 s'
}

/** The largest part alone, rounded to the nearest: `5 min`, `1 h`. */
export const formatRoughDuration = (ms: number): string => {
  const length = Math.max(0, ms)
  for (const [unit, size] of steps) if (length >= size) return `${Math.round(length / size)} ${unit}`
  return '0 s'
}

/** How long ago, or in how long: `12 s ago`, `in 3 min`, `now`. */
export const formatRelative = (atMs: number, nowMs: number): string => {
  const distance = atMs - nowMs
  if (Math.abs(distance) < 1000) return 'now'
  const length = formatDuration(Math.abs(distance)).split(' ').slice(0, 2).join(' ')
  return distance < 0 ? `${length} ago` : `in ${length}`
}

type Zone = string | undefined
const cached = <Value>(make: (zone: Zone) => Value) => {
  const made = new Map<Zone, Value>()
  return (zone: Zone): Value => {
    const known = made.get(zone) ?? make(zone)
    made.set(zone, known)
    return known
  }
}
const dayTime = cached(
  (timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
)
const clockTime = cached(
  (timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
)
const shortTime = cached((timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
const sameDay = cached((timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }))

/** `14:12:04`; `zone` is for tests, the local one otherwise. */
export const formatClock = (atMs: number, zone?: string): string => clockTime(zone).format(atMs)
/** `14:12` */
export const formatClockMinutes = (atMs: number, zone?: string): string => shortTime(zone).format(atMs)
/** `Thu 19 Nov 2026` */
export const formatDay = (atMs: number, zone?: string): string => dayTime(zone).format(atMs).replaceAll(',', '')
/** `Thu 19 Nov 2026, 14:12:04.381` */
export const formatExact = (atMs: number, zone?: string): string =>
  `${formatDay(atMs, zone)}, ${formatClock(atMs, zone)}.${String(((atMs % 1000) + 1000) % 1000).padStart(3, '0')}`
/** The time of a list: the clock today, with the day before it otherwise. */
export const formatListTime = (atMs: number, nowMs: number, zone?: string): string =>
  sameDay(zone).format(atMs) === sameDay(zone).format(nowMs)
    ? formatClock(atMs, zone)
    : `${formatDay(atMs, zone).split(' ').slice(1, 3).join(' ')}, ${formatClockMinutes(atMs, zone)}`
/** `2026-11-19 13:12:04.381 UTC`, for the hover of every time. */
export const formatUtc = (atMs: number): string => `${new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')} UTC`
