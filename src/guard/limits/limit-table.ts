/** The limits of a policy with what each of their keys has used, in memory; kept over a change of policy where a limit stays the same. */
import type { Limit } from '../../shared/policy.ts'
import type { Window } from './window.ts'
import { createWindow } from './window.ts'

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

/** Beyond so many keys of one limit those that were not used for the longest time go. */
const mostKeys = 100_000

const keyOf = ({ layer }: Limit, { route, source, consumer }: Counted): string | null => {
  switch (layer) {
    case 'global':
      return ''
    case 'route':
      return route
    case 'source':
      return source
    case 'consumer':
      return consumer
    case 'source-route':
      return `${route} ${source}`
    case 'consumer-route':
      return consumer === null ? null : `${route} ${consumer}`
  }
}

interface CountedLimit {
  limit: Limit
  routes: ReadonlySet<string> | null
  windows: Map<string, Window>
}

export interface LimitTable {
  /**
   * Counts a request where every enforced limit lets it pass, and nowhere else: what one refuses uses up none of the
   * others. Windows of limits in dry run count what they would have let by.
   */
  take(counted: Counted, nowMs: number): { refused: LimitReading | null; wouldRefuse: LimitReading[]; readings: LimitReading[] }
  /** Every key in use with what it has left, for those who look. */
  inUse(nowMs: number): { limit: Limit; key: string; left: number }[]
  /** The same limits under another policy: what was used stays used. */
  changeTo(limits: readonly Limit[]): LimitTable
}

const sameWindow = (a: Limit, b: Limit): boolean => a.limit === b.limit && a.perMs === b.perMs && a.layer === b.layer

export const createLimitTable = (limits: readonly Limit[], before: readonly CountedLimit[] = []): LimitTable => {
  const counted: CountedLimit[] = limits.map((limit) => {
    const known = before.find((one) => one.limit.id === limit.id && sameWindow(one.limit, limit))
    return { limit, routes: limit.routes.length > 0 ? new Set(limit.routes) : null, windows: known?.windows ?? new Map<string, Window>() }
  })

  const windowOf = ({ limit, windows }: CountedLimit, key: string): Window => {
    const known = windows.get(key)
    if (known) {
      // Last in the map: used last.
      if (windows.size > mostKeys / 2) {
        windows.delete(key)
        windows.set(key, known)
      }
      return known
    }
    if (windows.size >= mostKeys) windows.delete(windows.keys().next().value!)
    const made = createWindow(limit.limit, limit.perMs)
    windows.set(key, made)
    return made
  }

  return {
    take: (request, nowMs) => {
      const passing: { one: CountedLimit; window: Window; waitMs: number }[] = []
      let refused: LimitReading | null = null
      const wouldRefuse: LimitReading[] = []
      for (const one of counted) {
        const { limit, routes } = one
        if (routes && !routes.has(request.route)) continue
        if (limit.consumer !== null && limit.consumer !== request.consumer) continue
        const key = keyOf(limit, request)
        if (key === null) continue
        const window = windowOf(one, key)
        const waitMs = window.waitMs(nowMs)
        passing.push({ one, window, waitMs })
        if (waitMs === 0) continue
        const reading = { limit, left: 0, resetMs: window.resetMs(nowMs), waitMs }
        if (limit.mode === 'dry-run') wouldRefuse.push(reading)
        else if (!refused || waitMs > refused.waitMs) refused = reading
      }
      if (!refused) for (const { window, waitMs } of passing) if (waitMs === 0) window.take(nowMs)
      const readings = passing
        .filter(({ one }) => one.limit.mode === 'enforce')
        .map(({ one, window, waitMs }) => ({ limit: one.limit, left: window.left(nowMs), resetMs: window.resetMs(nowMs), waitMs }))
      return { refused, wouldRefuse, readings }
    },
    inUse: (nowMs) =>
      counted.flatMap(({ limit, windows }) => [...windows].map(([key, window]) => ({ limit, key, left: window.left(nowMs) }))),
    changeTo: (next) => createLimitTable(next, counted),
  }
}
