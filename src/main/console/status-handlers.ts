/** Answers the status endpoints from what the features already tell. */
import type { Clock } from '../../ports/clock.ts'
import type { ConsoleStatus } from '../../shared/contract/console.ts'
import type { GuardState } from '../../shared/contract/guard.ts'
import type { statusContract } from '../../shared/contract/status.ts'
import type { Audit } from '../features/audit/audit.service.ts'
import type { Handlers } from '../features/handlers.ts'
import type { Incidents } from '../features/incidents/incidents.service.ts'
import { resourceUsageOf } from './resource-usage.ts'
import type { WiredMonitoring } from './wire-monitoring.ts'

export interface StatusHandlersOptions {
  version: string
  startedAtMs: number
  clock: Clock
  status(): ConsoleStatus
  guardState(): GuardState
  audit: Pick<Audit, 'list'>
  incidents: Pick<Incidents, 'level' | 'list'>
  metrics: Pick<WiredMonitoring, 'monitoring' | 'observeRecord'>
}

export const statusHandlers = (options: StatusHandlersOptions): Handlers<typeof statusContract> => {
  const { version, startedAtMs, clock, status, guardState, audit, incidents, metrics } = options
  return {
    status: async () => {
      const { vault, conditions } = status()
      const { score, verdict, sentence } = await metrics.monitoring.health()
      return {
        atMs: clock.now(),
        version,
        startedAtMs,
        health: { score, verdict, sentence },
        guard: guardState().process,
        vault,
        conditions: conditions.map(({ id, severity, title, text }) => ({ id, severity, title, text })),
      }
    },
    security: async () => {
      const { record, vault } = await metrics.observeRecord()
      return {
        atMs: clock.now(),
        threat: incidents.level(),
        openIncidents: incidents.list('open', null, 1).open,
        vault,
        log: {
          entries: record.entries,
          lastSequence: record.lastSequence,
          signedUpTo: record.signedHead?.sequence ?? null,
          verified: record.verdict,
        },
      }
    },
    auditLog: async ({ input: { before, limit, ...filter } }) => audit.list(filter, before, limit),
    performance: async () => metrics.monitoring.health(),
    metrics: async () => metrics.monitoring.now(),
    resourceUsage: async () => resourceUsageOf(metrics.monitoring.now()),
  }
}
