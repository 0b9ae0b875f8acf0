/** Wires the metrics, and hands them what they need of the other parts. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { auditFilterSchema } from '../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../shared/contract/audit-filter.ts'
import type { VaultState } from '../../shared/contract/console.ts'
import { databaseFile } from '../database/open-database.ts'
import { telemetryFile } from '../database/open-telemetry.ts'
import type { Audit } from '../features/audit/audit.service.ts'
import { keptHeadFile, readKeptHead } from '../features/audit/kept-head.ts'
import type { Downloads } from '../features/handlers.ts'
import { createChartFiles } from '../features/monitoring/chart-files.service.ts'
import { createMachine } from '../features/monitoring/machine.ts'
import { everyMsOf, limitsOf } from '../features/monitoring/metrics-settings.ts'
import { monitoringHandlers } from '../features/monitoring/monitoring.procedures.ts'
import { createMonitoring } from '../features/monitoring/monitoring.service.ts'
import { createOwnProcess } from '../features/monitoring/own-process.ts'
import { createProfiles } from '../features/monitoring/profile.service.ts'
import { sampleOfValue } from '../../shared/sample.ts'
import type { Unit } from '../../shared/contract/monitoring.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export interface WireMonitoringOptions {
  audit: Audit
  downloads: Downloads
  vault(): VaultState
  /** In the same file, with a limit of its own. */
  trafficBytes(): number
  /** 1 where the guard counts limits where they should be, 0 where it does not; null: there is nothing to tell. */
  limitsTogether(): number | null
  /** Until the certificate on a port of the guard ends that ends first; null: there is none. */
  certificateLeftMs(): number | null
}

/** A filter may take several slices; a chart shows no more than this anyway. */
const maxSlices = 5
const maxEntries = 100

const nothing: AuditFilter = auditFilterSchema.parse({})

export const wireMonitoring = (
  foundation: Foundation,
  { audit, downloads, vault, trafficBytes, limitsTogether, certificateLeftMs }: WireMonitoringOptions,
) => {
  const { database, telemetry, settings, clock, dataDirectory } = foundation

  const entries = async (filter: AuditFilter, most = maxEntries): Promise<AuditEntry[]> => {
    const found: AuditEntry[] = []
    let before: number | null = null
    for (let slice = 0; slice < maxSlices && found.length < most; slice++) {
      const page = await audit.list(filter, before, most - found.length)
      found.push(...page.entries)
      before = page.nextBefore
      if (before === null) break
    }
    return found
  }

  const observeRecord = async () => {
    const size = audit.size()
    const [verified] = await entries({ ...nothing, actions: ['log.verified'] }, 1)
    const [newest] = await entries(nothing, 1)
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
      vault: vault(),
    }
  }

  const walBytesOf = (file: string) => statSync(join(dataDirectory, `${file}-wal`), { throwIfNoEntry: false })?.size ?? null

  const monitoring = createMonitoring({
    ...foundation,
    telemetry: { ...telemetry, usedBytes: () => telemetry.usedBytes() - trafficBytes() },
    machine: createMachine({ platform: process.platform, dataDirectory, monotonic: () => clock.monotonic() }),
    own: createOwnProcess(),
    everyMs: () => everyMsOf(settings),
    limits: () => limitsOf(settings),
    databases: () => [
      { file: databaseFile, bytes: database.sizeBytes(), walBytes: walBytesOf(databaseFile) },
      { file: telemetryFile, bytes: telemetry.sizeBytes(), walBytes: walBytesOf(telemetryFile) },
    ],
    others: () => {
      const of = (name: string, unit: Unit, value: number | null) =>
        value === null
          ? []
          : [{ name, labels: {}, unit, kind: 'gauge' as const, everyMs: everyMsOf(settings), sample: sampleOfValue(value) }]
      return [...of('guard.limits.store', 'count', limitsTogether()), ...of('guard.tls.left', 'ms', certificateLeftMs())]
    },
    consolePid: process.pid,
    observeRecord,
    entries: (filter) => entries(filter),
  })
  const profiles = createProfiles({ database, clock, downloads })
  const chartFiles = createChartFiles({ monitoring, clock, downloads })
  const part = {
    handlers: { monitoring: monitoringHandlers(monitoring, profiles, chartFiles) },
    start: () => monitoring.start(),
    stop: () => monitoring.stop(),
  } satisfies Part
  return { ...part, monitoring, observeRecord }
}
export type WiredMonitoring = ReturnType<typeof wireMonitoring>
