/** A policy that nobody serves by, made ready beside the one in force to try a request against. It opens nothing, asks no target and counts nothing. */
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { policySchema } from '../../shared/policy.ts'
import type { LimitsOfPolicy } from '../limits/limits-of-policy.ts'
import { compilePolicy } from '../policy/snapshot.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { createUpstreamGroup } from '../upstream/upstream-group.ts'
import type { UpstreamTable } from '../upstream/upstream-table.ts'
import { changeUpstreams } from '../upstream/upstream-table.ts'

export interface DraftParts {
  upstreams(): UpstreamTable
  limits: Pick<LimitsOfPolicy, 'beside'>
  clock: Clock
  logger: Logger
}

export interface DraftSnapshot {
  snapshot: Snapshot
  release(): void
}

const ignore = () => {}
/** Never sent anywhere: only whether there is a key is asked. */
const stand = 'x'

/** `available`: references of keys that could be had. Null where the policy is none to be served by. */
export const compileDraft = (parts: DraftParts, given: unknown, available: ReadonlySet<string>): DraftSnapshot | null => {
  const { success, data: policy } = policySchema.safeParse(given)
  if (!success) return null
  const served = parts.upstreams()
  const { table } = changeUpstreams(served, policy.upstreams, (upstream) =>
    // Whoever writes a draft must not make the guard ask around.
    createUpstreamGroup({ ...upstream, activeHealth: null }, { clock: parts.clock, logger: parts.logger, onHealth: ignore }),
  )
  const limits = parts.limits.beside(policy)
  return {
    snapshot: compilePolicy(
      policy,
      table,
      (reference) => (available.has(reference) ? stand : null),
      {
        take: limits.peek,
        peek: limits.peek,
        inUse: () => [],
        lift: ignore,
      },
      new Map(),
    ),
    release: () => {
      for (const [id, group] of table) if (served.get(id) !== group) group.retire('at-once')
    },
  }
}
