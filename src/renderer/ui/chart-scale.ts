/** How high a chart reaches and where a value stands in it. The top is a round figure and does not move for every new value. */
import type { Measure } from './figures.ts'

export interface ChartScale {
  top: number
  /** 0, or the smallest power of ten worth showing on a logarithmic scale. */
  bottom: number
  log: boolean
}

const roundSteps = [1, 2, 3, 4, 5, 6, 8, 10]

/** The next round figure at or above; in powers of two and round multiples of them for what is counted in powers of 1024. */
export const roundUp = (value: number, { unit, binary = false }: Measure): number => {
  // Of nothing at all a kilobyte is a small enough top; a byte would look like a mistake.
  if (!(value > 0)) return unit === 'bytes' || unit === 'bytes/s' ? 1000 : 1
  const base = binary && unit === 'bytes' ? 1024 ** Math.floor(Math.log(value) / Math.log(1024)) : 1
  const left = value / base
  const power = 10 ** Math.floor(Math.log10(left))
  const round =
    binary && base > 1 ? 2 ** Math.ceil(Math.log2(left)) : (roundSteps.find((step) => step * power >= left * (1 - 1e-9)) ?? 10) * power
  return round * base
}

/** Room above the highest value, so that a line never runs along the edge. */
const headroom = 1.05
/** The top comes down only when all that is shown would fit below this part of it. */
const shrinkBelow = 0.4

/** `held`: someone looks at values with the crosshair, so nothing moves. */
export const nextTop = (current: number | null, highest: number, measure: Measure, held: boolean): number => {
  if (current !== null && held) return current
  const wanted = roundUp(highest * headroom, measure)
  if (current === null || highest > current || highest < current * shrinkBelow) return wanted
  return current
}

/** A logarithmic scale begins at the power of ten at or below the smallest value above zero, at most eight powers below its top. */
export const logBottom = (smallest: number, top: number): number =>
  Math.max(10 ** Math.floor(Math.log10(smallest > 0 ? smallest : top / 1000)), 10 ** (Math.ceil(Math.log10(top)) - 8))

/** 0 at the bottom of the plot, 1 at its top; values beyond stay at the edge. */
export const heightOf = (value: number, { top, bottom, log }: ChartScale): number => {
  const share = log
    ? (Math.log(Math.max(value, bottom)) - Math.log(bottom)) / (Math.log(top) - Math.log(bottom))
    : (value - bottom) / (top - bottom)
  return Math.min(1, Math.max(0, share))
}
