/** A policy that nobody serves by, made ready beside the one in force to try a request against. It opens nothing, asks nobody and counts nothing. */
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Policy } from '../../shared/policy.ts'
import { policySchema } from '../../shared/policy.ts'
import type { LimitsOfPolicy, PolicyLimits } from '../limits/limits-of-policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import type { IssuerTable } from '../tokens/issuer-table.ts'
import { changeIssuers } from '../tokens/issuer-table.ts'
import { createUpstreamGroup } from '../upstream/upstream-group.ts'
import type { UpstreamTable } from '../upstream/upstream-table.ts'
import { changeUpstreams } from '../upstream/upstream-table.ts'

export interface DraftParts {
  /** Of the policy in force. */
  served(): { upstreams: UpstreamTable; issuers: IssuerTable }
  limits: Pick<LimitsOfPolicy, 'beside'>
  /** What references of the policy in force stand for. */
  secretOf(reference: string): string | null
  compile(
    policy: Policy,
    upstreams: UpstreamTable,
    secretOf: (reference: string) => string | null,
    limits: PolicyLimits,
    issuers: IssuerTable,
  ): Snapshot
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
  const { clock, logger, secretOf } = parts
  const served = parts.served()
  // Whoever writes a draft must not make the guard ask around: neither targets for their health nor issuers for their keys.
  const { table } = changeUpstreams(served.upstreams, policy.upstreams, (upstream) =>
    createUpstreamGroup({ ...upstream, activeHealth: null }, { clock, logger, onHealth: ignore }),
  )
  const known = policy.issuers.filter(({ id, keys }) => keys.kind !== 'url' || isDeepStrictEqual(served.issuers.get(id)?.issuer.keys, keys))
  const { table: issuers } = changeIssuers(served.issuers, known, { clock, secretOf, onNews: ignore })
  const { peek } = parts.limits.beside(policy)
  const limits: PolicyLimits = { take: peek, peek, inUse: () => [], lift: ignore }
  return {
    snapshot: parts.compile(policy, table, (reference) => (available.has(reference) ? stand : null), limits, issuers),
    release: () => {
      for (const [id, group] of table) if (served.upstreams.get(id) !== group) group.retire('at-once')
    },
  }
}
