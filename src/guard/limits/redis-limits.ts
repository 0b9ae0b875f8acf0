/** The limits of a policy counted in Redis: one round trip a request, whatever number of them holds. */
import type { Clock } from '../../ports/clock.ts'
import { capacityOf, refillMs } from '../../shared/limit-parts.ts'
import type { Limit } from '../../shared/policy.ts'
import type { Counted } from './limit-key.ts'
import { limitKey } from './limit-key.ts'
import type { LimitInUse, LimitReading, LimitTable, Verdict } from './limit-table.ts'
import { createLimitTable } from './limit-table.ts'
import { createLimitsByRoute } from './limits-by-route.ts'
import type { RedisConnection } from './redis-connection.ts'
import { answersEach } from './redis-script.ts'
import { SeenKeys } from './seen-keys.ts'

interface SharedLimit {
  limit: Limit
  given: readonly string[]
  countsIn: string
  penaltyIn: string
  asked: number
  refused: number
  sinceMs: number
  seen: SeenKeys
}

export interface RedisLimits {
  /** Null: Redis cannot be used now. Also what it resolves with, where that shows only then. */
  take(counted: Counted, nowMs: number): Verdict | Promise<Verdict | null> | null
  /** Of what this guard has seen. */
  inUse(nowMs: number): LimitInUse[]
  lift(limit: string, key: string): void
  /** By what this guard heard last: it asks nobody, and counts nothing. */
  heard: Pick<LimitTable, 'peek' | 'changeTo'>
  /** Under another policy: what this guard has seen is kept of limits that stay the same. */
  changeTo(limits: readonly Limit[], prefix: string): RedisLimits
}

const us = (ms: number): string => String(Math.round(ms * 1000))
const none = ['0', '0', '1', '0', '1']
const argumentsOf = ({ kind, limit, perMs, burst, mode, penalty }: Limit): string[] => [
  `${kind === 'window' ? 'w' : 'b'}${mode === 'enforce' ? 1 : 0}`,
  String(limit),
  us(perMs),
  String(burst),
  ...(penalty && mode === 'enforce'
    ? [String(penalty.after), us(penalty.firstMs), String(penalty.factor), us(penalty.ceilingMs), us(penalty.decayMs)]
    : none),
]

/** The braces have a cluster keep all keys in one place, which one script needs. */
const prepare = (prefix: string, limit: Limit, sinceMs: number): SharedLimit => {
  const { id, layer, kind, limit: most, perMs, burst } = limit
  return {
    limit,
    given: argumentsOf(limit),
    countsIn: `{${prefix}}:${kind}:${id}:${layer}:${most}:${perMs}:${kind === 'bucket' ? burst : ''}:`,
    penaltyIn: `{${prefix}}:penalty:${id}:${layer}:`,
    asked: 0,
    refused: 0,
    sinceMs,
    seen: new SeenKeys(capacityOf(limit), refillMs(limit)),
  }
}

const free: Verdict = { refused: null, wouldRefuse: [], readings: [] }
const msOf = (given: number | undefined): number => (given ?? 0) / 1000

export const createRedisLimits = (
  limits: readonly Limit[],
  prefix: string,
  { redis, clock }: { redis: RedisConnection; clock: Clock },
  before: ReadonlyMap<string, SharedLimit> = new Map(),
): RedisLimits => {
  const all = limits.map((limit) => {
    const next = prepare(prefix, limit, clock.now())
    const former = before.get(limit.id)
    if (former?.countsIn !== next.countsIn || former.limit.mode !== limit.mode) return next
    const { asked, refused, sinceMs, seen } = former
    return { ...next, asked, refused, sinceMs, seen }
  })
  const byId = new Map(all.map((one) => [one.limit.id, one]))
  const byRoute = createLimitsByRoute(all)

  const verdictOf = (asked: readonly { one: SharedLimit; key: string }[], answer: readonly number[], nowMs: number): Verdict => {
    const readings: LimitReading[] = []
    const wouldRefuse: LimitReading[] = []
    let refused: LimitReading | null = null
    for (const [at, { one, key }] of asked.entries()) {
      const [wait, left, reset, level, keptOut] = answer.slice(at * answersEach)
      const reading = { limit: one.limit, left: left!, resetMs: msOf(reset), waitMs: msOf(wait) }
      one.seen.hear(key, { ...reading, level: level!, keptOutMs: msOf(keptOut) }, nowMs)
      one.asked += 1
      if (reading.waitMs > 0) one.refused += 1
      if (one.limit.mode === 'enforce') {
        readings.push(reading)
        if (reading.waitMs > (refused?.waitMs ?? 0)) refused = reading
      } else if (reading.waitMs > 0) wouldRefuse.push(reading)
    }
    return { refused, wouldRefuse, readings }
  }

  return {
    take: (counted, nowMs) => {
      const asked: { one: SharedLimit; key: string }[] = []
      const keys: string[] = []
      const given: string[] = []
      for (const one of byRoute.of(counted.route)) {
        const key = limitKey(one.limit, counted)
        if (key === null) continue
        asked.push({ one, key })
        keys.push(one.countsIn + key, one.penaltyIn + key)
        given.push(...one.given)
      }
      if (asked.length === 0) return free
      return redis.decide(keys, given)?.then((answer) => answer && verdictOf(asked, answer, nowMs)) ?? null
    },
    inUse: (nowMs) =>
      all.map(({ limit, asked, refused, sinceMs, seen }) => ({
        limit,
        asked,
        refused,
        sinceMs,
        ...seen.inUse(nowMs),
        penalties: seen.penalties(nowMs),
      })),
    lift: (id, key) => {
      const one = byId.get(id)
      if (!one) return
      one.seen.lift(key)
      redis.forget(one.penaltyIn + key)
    },
    heard: createLimitTable(
      limits.map((limit) => ({ ...limit, penalty: null })),
      { windowsOf: ({ id }) => byId.get(id)!.seen },
    ),
    changeTo: (next, nextPrefix) => createRedisLimits(next, nextPrefix, { redis, clock }, byId),
  }
}
