/** The trend of a figure over time, robust against outliers: Theil–Sen's line, with Mann–Kendall's test that there is one at all. */

export interface Reading {
  atMs: number
  value: number
}

export interface Trend {
  /** A millisecond. */
  slope: number
  /** On the line, at the last reading. */
  nowValue: number
  /** 0 to 1: how surely it is no chance (Kendall's tau against its spread without a trend). */
  certainty: number
}

/** Pairs grow with the square: more readings are thinned out evenly. */
const mostReadings = 240

const thinned = (readings: readonly Reading[]): readonly Reading[] => {
  if (readings.length <= mostReadings) return readings
  const step = (readings.length - 1) / (mostReadings - 1)
  return Array.from({ length: mostReadings }, (_, at) => readings[Math.round(at * step)]!)
}

const medianOf = (values: number[]): number => {
  const ordered = values.toSorted((a, b) => a - b)
  const middle = ordered.length >> 1
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2
}

/** The share of a normal distribution within `z` of its middle. Abramowitz and Stegun, 7.1.26; off by less than 1.5e-7. */
const within = (z: number): number => {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  return 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x)
}

/**
 * Theil, 1950; Sen, 1968: the median of the slopes of all pairs. Mann, 1945; Kendall, 1975: the sign of all pairs.
 * Readings of one machine hang together over time, which makes the test too sure of itself: so its spread is widened as for a
 * quarter as many readings. Null of fewer than eight.
 */
export const trendOf = (given: readonly Reading[]): Trend | null => {
  const readings = thinned(given)
  const n = readings.length
  if (n < 8) return null
  const slopes: number[] = []
  let sign = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b] = [readings[i]!, readings[j]!]
      if (b.atMs === a.atMs) continue
      slopes.push((b.value - a.value) / (b.atMs - a.atMs))
      sign += Math.sign(b.value - a.value)
    }
  }
  if (slopes.length === 0) return null
  const slope = medianOf(slopes)
  const lastAtMs = readings.at(-1)!.atMs
  const nowValue = medianOf(readings.map(({ atMs, value }) => value + slope * (lastAtMs - atMs)))
  const spread = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18) * 2
  return { slope, nowValue, certainty: within(Math.max(0, Math.abs(sign) - 1) / spread) }
}

/** What came after the newest fall by more than this share of `scale`: a restart, or something that was ended or deleted. */
export const sinceLastFall = (readings: readonly Reading[], scale: number, share = 0.1): readonly Reading[] => {
  let from = 0
  let highest = -Infinity
  for (const [at, { value }] of readings.entries()) {
    if (highest - value > scale * share) {
      from = at
      highest = value
    } else highest = Math.max(highest, value)
  }
  return readings.slice(from)
}

/** When the line reaches `limit`; null where it does not rise. */
export const reachedAtMs = ({ slope, nowValue }: Trend, limit: number, nowMs: number): number | null =>
  slope > 0 ? nowMs + Math.max(0, (limit - nowValue) / slope) : null
