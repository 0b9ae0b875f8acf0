/** The limits of a policy with what each of their keys has used, in memory; kept over a change of policy where a limit stays the same. */
import type { Limit } from '../../shared/policy.ts'
import { sourceKey } from './source-key.ts'
import type { Window } from './window.ts'
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
  windows: WindowKeys
}

export interface LimitTable {
  /**
   * Counts a request where every enforced limit lets it pass, and nowhere else: what one refuses uses up none of the
   * others. Windows of limits in dry run count what they would have let by.
   */
  take(counted: Counted, nowMs: number): Verdict
  /** Every key in use with what it has left, for those who look. */
  inUse(nowMs: number): { limit: Limit; key: string; left: number }[]
  /** The same limits under another policy: what was used stays used. */
  changeTo(limits: readonly Limit[]): LimitTable
}

const sameWindow = (a: Limit, b: Limit): boolean => a.limit === b.limit && a.perMs === b.perMs && a.layer === b.layer
const nothing: readonly CountedLimit[] = []
const free: Verdict = { refused: null, wouldRefuse: [], readings: [] }

export const createLimitTable = (limits: readonly Limit[], before: readonly CountedLimit[] = []): LimitTable => {
  const known = new Map(before.map((one) => [one.limit.id, one]))
  const counted: CountedLimit[] = limits.map((limit) => {
    const former = known.get(limit.id)
    return { limit, windows: former && sameWindow(former.limit, limit) ? former.windows : new WindowKeys(limit.limit, limit.perMs) }
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
      const passing: Window[] = []
      const enforced: Window[] = []
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
    inUse: (nowMs) =>
      counted.flatMap(({ limit, windows }) => [...windows.entries()].map(([key, window]) => ({ limit, key, left: window.left(nowMs) }))),
    changeTo: (next) => createLimitTable(next, counted),
  }
}
