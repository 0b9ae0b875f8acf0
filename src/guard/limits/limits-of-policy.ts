/** The limits of the policy in force, counted where it says; where that cannot be, each guard counts by itself. */
import type { Clock } from '../../ports/clock.ts'
import type { Policy } from '../../shared/policy.ts'
import type { Counted } from './limit-key.ts'
import type { LimitTable, Verdict } from './limit-table.ts'
import { createLimitTable, windowsInMemory } from './limit-table.ts'
import type { RedisConnection } from './redis-connection.ts'
import type { RedisLimits } from './redis-limits.ts'
import { createRedisLimits } from './redis-limits.ts'
import type { SharedLimits } from './shared-limits.ts'

export interface PolicyLimits extends Pick<LimitTable, 'peek' | 'inUse' | 'lift'> {
  /** At once, but where others have to be asked. */
  take(counted: Counted, nowMs: number): Verdict | Promise<Verdict>
}

export interface LimitsOfPolicy {
  /** What was used stays used. */
  changeTo(policy: Policy): Promise<PolicyLimits>
  /** As they would be under a policy that is not served by: of limits that stay the same with what was used. */
  beside(policy: Policy): Pick<PolicyLimits, 'peek'>
  /** Why limits are not counted where they should be; null: they are. */
  problem(): string | null
  /** Since when they are counted in Redis, UTC; null where they are not. */
  redisSinceMs(): number | null
  close(): void
}

export interface LimitsOfPolicyOptions {
  clock: Clock
  /** Null: there is no place for a file. */
  shared: SharedLimits | null
  redis: RedisConnection
  secretOf(reference: string): string | null
}

export const createLimitsOfPolicy = ({ clock, shared, redis, secretOf }: LimitsOfPolicyOptions): LimitsOfPolicy => {
  const nowMs = () => clock.now()
  const monotonic = () => clock.monotonic()
  let inMemory: LimitTable | null = null
  let inFile: LimitTable | null = null
  let inRedis: RedisLimits | null = null

  const useFile = async (limits: Policy['limits'], own: LimitTable, file: SharedLimits): Promise<PolicyLimits> => {
    await file.use(limits)
    const ours = (inFile = inFile ? inFile.changeTo(limits) : createLimitTable(limits, { nowMs, windowsOf: file.windowsOf }))
    return {
      take: (counted, ownMs) =>
        (ours.holdsOn(counted.route) ? file.decide((sharedMs) => ours.take(counted, sharedMs)) : null) ?? own.take(counted, ownMs),
      peek: (counted, ownMs) => file.look((sharedMs) => ours.peek(counted, sharedMs)) ?? own.peek(counted, ownMs),
      inUse: (ownMs) => file.look((sharedMs) => ours.inUse(sharedMs)) ?? own.inUse(ownMs),
      lift: (limit, key) => {
        ours.lift(limit, key)
        own.lift(limit, key)
      },
    }
  }
  const useRedis = async ({ limits, redis: settings }: Policy, own: LimitTable): Promise<PolicyLimits> => {
    const { password, keyPrefix } = settings!
    await redis.use(settings!, password === null ? null : (secretOf(password) ?? undefined))
    const ours = (inRedis = inRedis ? inRedis.changeTo(limits, keyPrefix) : createRedisLimits(limits, keyPrefix, { redis, clock }))
    return {
      take: (counted, ownMs) => {
        const verdict = ours.take(counted, ownMs) ?? own.take(counted, ownMs)
        return verdict instanceof Promise ? verdict.then((heard) => heard ?? own.take(counted, monotonic())) : verdict
      },
      peek: (counted, ownMs) => (redis.sinceMs() === null ? own : ours.heard).peek(counted, ownMs),
      inUse: (ownMs) => (redis.sinceMs() === null ? own : ours).inUse(ownMs),
      lift: (limit, key) => {
        ours.lift(limit, key)
        own.lift(limit, key)
      },
    }
  }

  return {
    changeTo: async (policy) => {
      const { limits, limitStore } = policy
      const own = (inMemory = inMemory ? inMemory.changeTo(limits) : createLimitTable(limits, { nowMs }))
      if (limitStore !== 'redis') {
        inRedis = null
        redis.leave()
      }
      if (limitStore !== 'sqlite') {
        inFile = null
        shared?.leave()
      }
      if (limitStore === 'redis') return useRedis(policy, own)
      return limitStore === 'sqlite' && shared ? useFile(limits, own, shared) : own
    },
    beside: ({ limits }) => {
      const own = (inMemory ?? createLimitTable([])).changeTo(limits)
      // A limit that is not in the file yet has used nothing.
      const filed = shared && inFile ? inFile.changeTo(limits, windowsInMemory) : null
      const heard = inRedis && redis.sinceMs() !== null ? inRedis.heard.changeTo(limits, windowsInMemory) : null
      return {
        peek: (counted, ownMs) =>
          (filed ? shared!.look((sharedMs) => filed.peek(counted, sharedMs)) : null) ?? (heard ?? own).peek(counted, ownMs),
      }
    },
    problem: () => shared?.problem() ?? redis.problem(),
    redisSinceMs: () => redis.sinceMs(),
    close: () => {
      shared?.leave()
      redis.leave()
    },
  }
}
