/** The limits of a policy with what each of their keys has used; kept over a change of policy where a limit stays the same. */
import type { Limit } from '../../shared/policy.ts'
import type { KeyedWindows, KeysInUse, LimitWindow } from './keyed-windows.ts'
import { sourceKey } from './source-key.ts'
import { WindowKeys } from './window-keys.ts'

export interface LimitReading {
  limit: Limit
  left: number
  resetMs: number
  /** 0: it passed. */
  waitMs: number
}

/** What a request is counted by. */
export interface Counted {
  route: string
  source: string
  consumer: string | null
}

export interface Verdict {
  refused: LimitReading | null
  wouldRefuse: LimitReading[]
  readings: LimitReading[]
}

const keyOf = ({ layer }: Limit, { route, source, consumer }: Counted): string | null => {
  switch (layer) {
    case 'global':
      return ''
    case 'route':
      return route
    case 'source':
      return sourceKey(source)
    case 'consumer':
      return consumer
    case 'source-route':
      return `${route} ${sourceKey(source)}`
    case 'consumer-route':
      return consumer === null ? null : `${route} ${consumer}`
  }
}

interface CountedLimit {
  limit: Limit
  windows: KeyedWindows
  /** Since the limit holds as it is: how often it was asked, and how often it refused or, in dry run, would have. */
  asked: number
  refused: number
  sinceMs: number
}

/** A limit as those see it who look. `sinceMs` in UTC. */
export type LimitInUse = Pick<CountedLimit, 'limit' | 'asked' | 'refused' | 'sinceMs'> & KeysInUse

export interface LimitTableOptions {
  /** Where the windows of a limit are. */
  windowsOf?(limit: Limit): KeyedWindows
  /** UTC. */
  nowMs?(): number
}

export interface LimitTable {
  /**
   * Counts a request where every enforced limit lets it pass, and nowhere else: what one refuses uses up none of the
   * others. Windows of limits in dry run count what they would have let by.
   */
  take(counted: Counted, nowMs: number): Verdict
  /** Whether any limit holds on this route. */
  holdsOn(route: string): boolean
  inUse(nowMs: number): LimitInUse[]
  /** The same limits under another policy: what was used stays used. */
  changeTo(limits: readonly Limit[]): LimitTable
}

const sameWindow = (a: Limit, b: Limit): boolean => a.limit === b.limit && a.perMs === b.perMs && a.layer === b.layer
const nothing: readonly CountedLimit[] = []
const free: Verdict = { refused: null, wouldRefuse: [], readings: [] }

const windowsInMemory = ({ limit, perMs }: Limit): KeyedWindows => new WindowKeys(limit, perMs)

export const createLimitTable = (
  limits: readonly Limit[],
  options: LimitTableOptions = {},
  before: readonly CountedLimit[] = [],
): LimitTable => {
  const { windowsOf = windowsInMemory, nowMs: utcMs = () => 0 } = options
  const known = new Map(before.map((one) => [one.limit.id, one]))
  const counted: CountedLimit[] = limits.map((limit) => {
    const former = known.get(limit.id)
    const fresh = { limit, asked: 0, refused: 0, sinceMs: utcMs() }
    if (!former || !sameWindow(former.limit, limit)) return { ...fresh, windows: windowsOf(limit) }
    return former.limit.mode === limit.mode ? { ...former, limit } : { ...fresh, windows: former.windows }
  })
  // By route, so that a thousand limits of other routes cost a request nothing. Those of all routes stand in each.
  const everywhere = counted.filter(({ limit }) => limit.routes.length === 0)
  const byRoute = new Map<string, CountedLimit[]>()
  for (const route of new Set(counted.flatMap(({ limit }) => limit.routes))) {
    byRoute.set(
      route,
      counted.filter(({ limit }) => limit.routes.length === 0 || limit.routes.includes(route)),
    )
  }

  return {
    take: (request, nowMs) => {
      const holding = byRoute.get(request.route) ?? (everywhere.length > 0 ? everywhere : nothing)
      if (holding.length === 0) return free
      const passing: LimitWindow[] = []
      const enforced: LimitWindow[] = []
      const readings: LimitReading[] = []
      const wouldRefuse: LimitReading[] = []
      let refused: LimitReading | null = null
      for (const one of holding) {
        const { limit } = one
        if (limit.consumer !== null && limit.consumer !== request.consumer) continue
        const key = keyOf(limit, request)
        if (key === null) continue
        const window = one.windows.of(key, nowMs)
        const reading = { limit, left: 0, resetMs: 0, waitMs: window.waitMs(nowMs) }
        one.asked += 1
        if (reading.waitMs > 0) one.refused += 1
        if (limit.mode === 'enforce') {
          readings.push(reading)
          enforced.push(window)
        }
        if (reading.waitMs === 0) passing.push(window)
        else if (limit.mode === 'dry-run') wouldRefuse.push(reading)
        else if (!refused || reading.waitMs > refused.waitMs) refused = reading
      }
      if (!refused) for (const window of passing) window.take(nowMs)
      for (const [at, reading] of readings.entries()) {
        reading.left = enforced[at]!.left(nowMs)
        reading.resetMs = enforced[at]!.resetMs(nowMs)
      }
      return { refused, wouldRefuse, readings }
    },
    holdsOn: (route) => everywhere.length > 0 || byRoute.has(route),
    inUse: (nowMs) =>
      counted.map(({ limit, asked, refused, sinceMs, windows }) => ({ limit, asked, refused, sinceMs, ...windows.inUse(nowMs) })),
    changeTo: (next) => createLimitTable(next, options, counted),
  }
}
