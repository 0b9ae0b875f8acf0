/** The limits of a policy with what each of their keys has used; kept over a change of policy where a limit stays the same. */
import type { Limit } from '../../shared/policy.ts'
import { capacityOf, refillMs } from '../../shared/limit-parts.ts'
import { Bucket } from './bucket.ts'
import type { KeyedWindows, KeysInUse, LimitWindow } from './keyed-windows.ts'
import type { Counted } from './limit-key.ts'
import { limitKey } from './limit-key.ts'
import { createLimitsByRoute } from './limits-by-route.ts'
import type { PenaltyInForce } from './penalties.ts'
import { Penalties } from './penalties.ts'
import { WindowKeys } from './window-keys.ts'
import { Window } from './window.ts'

export interface LimitReading {
  limit: Limit
  left: number
  resetMs: number
  /** 0: it passed. */
  waitMs: number
}

export interface Verdict {
  refused: LimitReading | null
  wouldRefuse: LimitReading[]
  readings: LimitReading[]
}

interface CountedLimit {
  limit: Limit
  windows: KeyedWindows
  penalties: Penalties | null
  /** Since the limit holds as it is: how often it was asked, and how often it refused or, in dry run, would have. */
  asked: number
  refused: number
  sinceMs: number
}

/** A limit as those see it who look. `sinceMs` in UTC. */
export type LimitInUse = Pick<CountedLimit, 'limit' | 'asked' | 'refused' | 'sinceMs'> & KeysInUse & { penalties: PenaltyInForce[] }

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
  /** What `take` would say, and nothing is used up or counted. */
  peek(counted: Counted, nowMs: number): Verdict
  /** Whether any limit holds on this route. */
  holdsOn(route: string): boolean
  inUse(nowMs: number): LimitInUse[]
  /** Whoever it keeps out may come again. */
  lift(limit: string, key: string): void
  /** The same limits under another policy: what was used stays used. */
  changeTo(limits: readonly Limit[], windowsOf?: LimitTableOptions['windowsOf']): LimitTable
}

/** By these alone what was used of one is what was used of the other. */
const identityOf = ({ layer, kind, limit, perMs, burst }: Limit): string =>
  `${layer} ${kind} ${limit} ${perMs} ${kind === 'bucket' ? burst : ''}`
const sameWindow = (a: Limit, b: Limit): boolean => identityOf(a) === identityOf(b)
const samePenalty = (a: Limit, b: Limit): boolean => a.layer === b.layer && JSON.stringify(a.penalty) === JSON.stringify(b.penalty)
const free: Verdict = { refused: null, wouldRefuse: [], readings: [] }

export const windowsInMemory = (limit: Limit): KeyedWindows =>
  new WindowKeys(capacityOf(limit), refillMs(limit), () =>
    limit.kind === 'bucket' ? new Bucket(limit) : new Window(limit.limit, limit.perMs),
  )
const penaltiesOf = ({ penalty, mode }: Limit): Penalties | null => (penalty && mode === 'enforce' ? new Penalties(penalty) : null)

/** `uses` false: only looks, so that nobody is kept out the longer for it. */
const waitOf = ({ penalties }: CountedLimit, window: LimitWindow, key: string, nowMs: number, uses: boolean): number => {
  const waitMs = window.waitMs(nowMs)
  if (!penalties) return waitMs
  const keptOutMs = penalties.waitMs(key, nowMs)
  if (keptOutMs > 0) return Math.max(waitMs, keptOutMs)
  return waitMs === 0 || !uses ? waitMs : Math.max(waitMs, penalties.refused(key, nowMs))
}

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
    const penalties = former && samePenalty(former.limit, limit) && limit.mode === 'enforce' ? former.penalties : null
    const kept = { penalties: penalties ?? penaltiesOf(limit) }
    if (!former || !sameWindow(former.limit, limit)) return { ...fresh, ...kept, windows: windowsOf(limit) }
    return former.limit.mode === limit.mode ? { ...former, ...kept, limit } : { ...fresh, ...kept, windows: former.windows }
  })
  const byRoute = createLimitsByRoute(counted)

  const judge = (request: Counted, nowMs: number, uses: boolean): Verdict => {
    const holding = byRoute.of(request.route)
    if (holding.length === 0) return free
    const passing: LimitWindow[] = []
    const enforced: LimitWindow[] = []
    const readings: LimitReading[] = []
    const wouldRefuse: LimitReading[] = []
    let refused: LimitReading | null = null
    for (const one of holding) {
      const { limit } = one
      const key = limitKey(limit, request)
      if (key === null) continue
      const window = one.windows.of(key, nowMs)
      const reading = { limit, left: 0, resetMs: 0, waitMs: waitOf(one, window, key, nowMs, uses) }
      if (uses) {
        one.asked += 1
        if (reading.waitMs > 0) one.refused += 1
      }
      if (limit.mode === 'enforce') {
        readings.push(reading)
        enforced.push(window)
      }
      if (reading.waitMs === 0) passing.push(window)
      else if (limit.mode === 'dry-run') wouldRefuse.push(reading)
      else if (!refused || reading.waitMs > refused.waitMs) refused = reading
    }
    if (uses && !refused) for (const window of passing) window.take(nowMs)
    for (const [at, reading] of readings.entries()) {
      reading.left = enforced[at]!.left(nowMs)
      reading.resetMs = enforced[at]!.resetMs(nowMs)
    }
    return { refused, wouldRefuse, readings }
  }

  return {
    take: (request, nowMs) => judge(request, nowMs, true),
    peek: (request, nowMs) => judge(request, nowMs, false),
    holdsOn: (route) => byRoute.of(route).length > 0,
    inUse: (nowMs) =>
      counted.map(({ limit, asked, refused, sinceMs, windows, penalties }) => ({
        limit,
        asked,
        refused,
        sinceMs,
        ...windows.inUse(nowMs),
        penalties: penalties?.inForce(nowMs) ?? [],
      })),
    lift: (id, key) => counted.find(({ limit }) => limit.id === id)?.penalties?.lift(key),
    changeTo: (next, ofNew = options.windowsOf) => createLimitTable(next, ofNew ? { ...options, windowsOf: ofNew } : options, counted),
  }
}
