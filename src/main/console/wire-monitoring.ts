/** Hands the metrics what they need of the other parts. */
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import type { LiveEvents } from '../../ports/live-events.ts'
import type { Logger } from '../../ports/logger.ts'
import { auditFilterSchema } from '../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../shared/contract/audit-filter.ts'
import type { VaultState } from '../../shared/contract/console.ts'
import type { Database } from '../database/database.ts'
import { databaseFile } from '../database/open-database.ts'
import { telemetryFile } from '../database/open-telemetry.ts'
import type { QueryTimes } from '../database/query-times.ts'
import type { Reader } from '../database/reader.ts'
import type { Telemetry } from '../database/telemetry.ts'
import type { Audit } from '../features/audit/audit.service.ts'
import { keptHeadFile, readKeptHead } from '../features/audit/kept-head.ts'
import { createMachine } from '../features/monitoring/machine.ts'
import { everyMsOf, limitsOf } from '../features/monitoring/metrics-settings.ts'
import type { MetricsSettings } from '../features/monitoring/metrics-settings.ts'
import { createMonitoring } from '../features/monitoring/monitoring.service.ts'
import type { Monitoring } from '../features/monitoring/monitoring.service.ts'
import type { MonitoringSlices } from '../features/monitoring/monitoring.slices.ts'
import { createOwnProcess } from '../features/monitoring/own-process.ts'

export interface WireMonitoringOptions {
  database: Database
  telemetry: Telemetry
  reader: Reader<MonitoringSlices>
  audit: Audit
  settings: MetricsSettings
  clock: Clock
  events: LiveEvents
  logger: Logger
  queryTimes: QueryTimes
  dataDirectory: string
  vault(): VaultState
  /** In the same file, with a limit of its own. */
  trafficBytes(): number
}

/** A filter may take several slices; a chart shows no more than this anyway. */
const maxSlices = 5
const maxEntries = 100

const nothing: AuditFilter = auditFilterSchema.parse({})

export const wireMonitoring = (options: WireMonitoringOptions): Monitoring => {
  const { database, telemetry, audit, settings, clock, dataDirectory } = options

  const entries = async (filter: AuditFilter): Promise<AuditEntry[]> => {
    const found: AuditEntry[] = []
    let before: number | null = null
    for (let slice = 0; slice < maxSlices && found.length < maxEntries; slice++) {
      const page = await audit.list(filter, before, maxEntries - found.length)
      found.push(...page.entries)
      before = page.nextBefore
      if (before === null) break
    }
    return found
  }

  const observeRecord = async () => {
    const size = audit.size()
    const [verified] = (await audit.list({ ...nothing, actions: ['log.verified'] }, null, 1)).entries
    const [newest] = (await audit.list(nothing, null, 1)).entries
    const head = readKeptHead(join(dataDirectory, keptHeadFile))
    return {
      record: {
        entries: size.entries,
        lastSequence: size.lastSequence,
        storage: database.storage(),
        verdict: verified ? { intact: verified.outcome === 'done', atMs: verified.atMs } : null,
        signedHead: head === null || head === 'unreadable' ? null : { sequence: head.sequence, atMs: head.at_ms },
        lastEntryAtMs: newest?.atMs ?? null,
      },
      vault: options.vault(),
    }
  }

  return createMonitoring({
    ...options,
    telemetry: { ...telemetry, usedBytes: () => telemetry.usedBytes() - options.trafficBytes() },
    machine: createMachine({ platform: process.platform, dataDirectory, monotonic: () => clock.monotonic() }),
    own: createOwnProcess(),
    everyMs: () => everyMsOf(settings),
    limits: () => limitsOf(settings),
    databases: () => [
      { file: databaseFile, bytes: database.sizeBytes() },
      { file: telemetryFile, bytes: telemetry.sizeBytes() },
    ],
    consolePid: process.pid,
    observeRecord,
    entries,
  })
}
