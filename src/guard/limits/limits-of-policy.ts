/** The limits of the policy in force, counted where it says; where the file cannot be used, each guard counts by itself. */
import type { Clock } from '../../ports/clock.ts'
import type { Policy } from '../../shared/policy.ts'
import type { LimitTable } from './limit-table.ts'
import { createLimitTable, windowsInMemory } from './limit-table.ts'
import type { SharedLimits } from './shared-limits.ts'

export type PolicyLimits = Pick<LimitTable, 'take' | 'peek' | 'inUse' | 'lift'>

export interface LimitsOfPolicy {
  /** What was used stays used. */
  changeTo(policy: Policy): Promise<PolicyLimits>
  /** As they would be under a policy that is not served by: of limits that stay the same with what was used. */
  beside(policy: Policy): Pick<PolicyLimits, 'peek'>
  close(): void
}

/** `shared` null: there is no place for a file. */
export const createLimitsOfPolicy = (clock: Clock, shared: SharedLimits | null): LimitsOfPolicy => {
  const nowMs = () => clock.now()
  let inMemory: LimitTable | null = null
  let inFile: LimitTable | null = null

  return {
    changeTo: async ({ limits, limitStore }) => {
      const own = (inMemory = inMemory ? inMemory.changeTo(limits) : createLimitTable(limits, { nowMs }))
      if (limitStore === 'memory' || !shared) {
        inFile = null
        shared?.leave()
        return own
      }
      await shared.use(limits)
      const ours = (inFile = inFile ? inFile.changeTo(limits) : createLimitTable(limits, { nowMs, windowsOf: shared.windowsOf }))
      return {
        take: (counted, ownMs) =>
          (ours.holdsOn(counted.route) ? shared.decide((sharedMs) => ours.take(counted, sharedMs)) : null) ?? own.take(counted, ownMs),
        lift: (limit, key) => {
          ours.lift(limit, key)
          own.lift(limit, key)
        },
        peek: (counted, ownMs) => shared.look((sharedMs) => ours.peek(counted, sharedMs)) ?? own.peek(counted, ownMs),
        inUse: (ownMs) => shared.look((sharedMs) => ours.inUse(sharedMs)) ?? own.inUse(ownMs),
      }
    },
    beside: ({ limits }) => {
      const own = (inMemory ?? createLimitTable([])).changeTo(limits)
      // A limit that is not in the file yet has used nothing.
      const ours = shared && inFile ? inFile.changeTo(limits, windowsInMemory) : null
      return {
        peek: (counted, ownMs) => (ours ? shared!.look((sharedMs) => ours.peek(counted, sharedMs)) : null) ?? own.peek(counted, ownMs),
      }
    },
    close: () => shared?.leave(),
  }
}
