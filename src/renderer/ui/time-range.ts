/** The time range that all charts of a page share, as the address says it: a usual one that ends now, or a zoom with fixed ends. */
export const rangeNames = ['15m', '1h', '6h', '24h', '7d', '30d'] as const
export type RangeName = (typeof rangeNames)[number]

const minuteMs = 60_000
export const rangeMs: Record<RangeName, number> = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '6h': 360 * minuteMs,
  '24h': 1_440 * minuteMs,
  '7d': 10_080 * minuteMs,
  '30d': 43_200 * minuteMs,
}
/** As the charts are named by it: `CPU, last hour`. */
export const rangeWords: Record<RangeName, string> = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '6h': 'last 6 hours',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
}
export const usualRange: RangeName = '15m'
/** A zoom ends here: below it there is nothing more to see. */
export const shortestMs = 10_000

export interface TimeSearch {
  range?: RangeName
  from?: number
  to?: number
  /** The earlier period is drawn as well. */
  compare?: true
}

export type TimeWindow = { kind: 'live'; range: RangeName; lengthMs: number } | { kind: 'fixed'; fromMs: number; toMs: number }

const readMs = (given: unknown): number | null => {
  const ms = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= 0 && ms <= 8.64e15 ? ms : null
}

/** What cannot be read is left out. */
export const readTimeSearch = (search: Record<string, unknown>): TimeSearch => {
  const range = rangeNames.find((name) => name === search['range'])
  const from = readMs(search['from'])
  const to = readMs(search['to'])
  const zoomed = from !== null && to !== null && to - from >= shortestMs
  return {
    ...(range && { range }),
    ...(zoomed && { from, to }),
    ...((search['compare'] === true || search['compare'] === 'true') && { compare: true as const }),
  }
}

export const windowOf = ({ range = usualRange, from, to }: TimeSearch): TimeWindow =>
  from !== undefined && to !== undefined ? { kind: 'fixed', fromMs: from, toMs: to } : { kind: 'live', range, lengthMs: rangeMs[range] }

export const lengthOf = (window: TimeWindow): number => (window.kind === 'live' ? window.lengthMs : window.toMs - window.fromMs)

export const zoomTo = (search: TimeSearch, fromMs: number, toMs: number): TimeSearch => {
  const middle = (fromMs + toMs) / 2
  const half = Math.max(shortestMs, toMs - fromMs) / 2
  return { ...search, from: Math.max(0, Math.floor(middle - half)), to: Math.ceil(middle + half) }
}

/** Back from any zoom to the range it began in. */
export const zoomOut = ({ from: _from, to: _to, ...search }: TimeSearch): TimeSearch => search
