/** Measured values as people read them: three digits that mean something, and the unit. */
import type { Unit } from '../../shared/contract/monitoring.ts'

export interface Figure {
  text: string
  /** Empty where the value has none. */
  unit: string
}

/** `binary`: memory is counted in powers of 1024 (GiB), disks and networks in powers of 1000 (GB). */
export interface Measure {
  unit: Unit
  binary?: boolean
}

const digits = (most: number) => new Intl.NumberFormat('en', { maximumFractionDigits: most })
const formats = [digits(0), digits(1), digits(2)] as const
/** About three significant digits: 0.42, 3.1, 17.5, 412. */
const short = (value: number): string => {
  const size = Math.abs(value)
  return formats[size >= 99.95 ? 0 : size >= 0.995 ? 1 : 2].format(value)
}

const decimal = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
const powersOfTwo = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
const sized = (bytes: number, binary: boolean): Figure => {
  const base = binary ? 1024 : 1000
  // At 999.6 the next unit begins, or it would be written as 1,000.
  const power = Math.abs(bytes) < base ? 0 : Math.min(5, Math.floor(Math.log(Math.abs(bytes) * 1.0005) / Math.log(base)))
  const names = binary ? powersOfTwo : decimal
  return { text: power === 0 ? formats[0].format(bytes) : short(bytes / base ** power), unit: names[power] ?? 'B' }
}

export const figureOf = (value: number, { unit, binary = false }: Measure): Figure => {
  switch (unit) {
    case 'bytes':
      return sized(value, binary)
    case 'bytes/s': {
      const { text, unit: size } = sized(value, false)
      return { text, unit: `${size}/s` }
    }
    case 'percent':
      return { text: formats[Math.abs(value) < 9.95 ? 1 : 0].format(value), unit: '%' }
    case 'ms':
      return Math.abs(value) >= 1000 ? { text: short(value / 1000), unit: 's' } : { text: short(value), unit: 'ms' }
    case 'celsius':
      return { text: formats[0].format(value), unit: '°C' }
    case '1/s':
      return { text: short(value), unit: '/s' }
    case 'count':
      return { text: formats[Number.isInteger(value) ? 0 : 1].format(value), unit: '' }
    case 'load':
      return { text: short(value), unit: '' }
  }
}

/** `17.5 MB/s`, `29 %`, `2.9` */
export const formatFigure = (value: number, measure: Measure): string => {
  const { text, unit } = figureOf(value, measure)
  return unit === '' ? text : `${text} ${unit}`
}

/** `8 % more`, `as much`; for percentages `3 points more`. Null where before was nothing to compare with. */
export const compareWords = (now: number, before: number, { unit }: Measure): string | null => {
  if (unit === 'percent' || unit === 'celsius') {
    const points = Math.abs(now - before)
    const what = unit === 'percent' ? (points < 1.05 && points >= 0.95 ? 'point' : 'points') : '°C'
    if (points < 0.5) return 'about as much'
    return `${formats[points < 9.95 ? 1 : 0].format(points)} ${what} ${now > before ? 'more' : 'less'}`
  }
  if (before <= 0) return null
  const share = (now / before - 1) * 100
  if (Math.abs(share) < 1) return 'about as much'
  if (share >= 200) return `${short(now / before)} times as much`
  return `${formats[0].format(Math.abs(share))} % ${share > 0 ? 'more' : 'less'}`
}
