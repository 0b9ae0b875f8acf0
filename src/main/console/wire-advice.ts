/** Wires the advice, and hands it what it judges by. */
import { availableParallelism } from 'node:os'
import { adviceHandlers } from '../features/advice/advice.procedures.ts'
import { createAdvice } from '../features/advice/advice.service.ts'
import type { Guard } from '../features/guard/guard.service.ts'
import type { Vault } from '../features/vault/vault.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'
import type { WiredMonitoring } from './wire-monitoring.ts'

export interface WireAdviceOptions {
  metrics: WiredMonitoring
  guard: Guard
  vault: Vault
}

export const wireAdvice = (foundation: Foundation, { metrics, guard, vault }: WireAdviceOptions) => {
  const { monitoring, observeRecord } = metrics
  const nameIn = (list: readonly { id: string; name: string }[], id: string) => `“${list.find((one) => one.id === id)?.name ?? id}”`
  const advice = createAdvice({
    ...foundation,
    cores: availableParallelism(),
    series: async (names, range) => {
      const { series } = await monitoring.query({ selectors: names.map((name) => ({ name, labels: {} })), ...range })
      return series
    },
    processes: () => monitoring.processes(),
    queries: () => foundation.queryTimes.list(),
    names: {
      route: (id) => nameIn(guard.policies.current().routes, id),
      upstream: (id) => nameIn(guard.policies.current().upstreams, id),
    },
    log: async () => {
      const { entries, lastSequence, verdict, signedHead } = (await observeRecord()).record
      return {
        entries,
        unsigned: Math.max(0, lastSequence - (signedHead?.sequence ?? 0)),
        verifiedAtMs: verdict?.intact ? verdict.atMs : null,
        brokenSinceMs: verdict && !verdict.intact ? verdict.atMs : null,
      }
    },
    keys: async () => {
      const keys = vault.apiKeys.list(false)
      const flagged = (flag: (typeof keys)[number]['flags'][number]) => keys.filter(({ flags }) => flags.includes(flag)).length
      return { stale: flagged('stale'), unused: flagged('unused'), expired: flagged('expired'), expiresSoon: flagged('expires-soon') }
    },
  })
  return {
    handlers: { advice: adviceHandlers(advice) },
    start: () => advice.start(),
    stop: () => advice.stop(),
  } satisfies Part
}
