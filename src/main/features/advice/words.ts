/** Figures, sizes and times as advice says them. */
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

export const figure = (value: number): string => (Math.abs(value) < 10 ? tenth : whole).format(value)
export const counted = (count: number, one: string, many: string): string => `${whole.format(count)} ${count === 1 ? one : many}`

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
/** Decimal units, as disks are sold. */
export const inBytes = (bytes: number): string => {
  const power = Math.abs(bytes) < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(Math.abs(bytes)) / 3))
  return `${figure(bytes / 1000 ** power)} ${units[power]}`
}

const hourMs = 3_600_000
/** "40 minutes", "5 hours", "3 days": rounded, as one speaks. */
export const inTime = (ms: number): string => {
  if (ms < 1.5 * hourMs) return counted(Math.max(1, Math.round(ms / 60_000)), 'minute', 'minutes')
  if (ms < 48 * hourMs) return counted(Math.round(ms / hourMs), 'hour', 'hours')
  return counted(Math.round(ms / (24 * hourMs)), 'day', 'days')
}
