/** A guard that serves by a file: reads it again when it is told to, and keeps serving by the former where it is not good. */
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import { createGuard } from '../guard.ts'
import type { AccessLog } from './access-log.ts'
import { createAccessLog } from './access-log.ts'
import type { AdminServer } from '../metrics/admin-server.ts'
import { openAdminServer } from '../metrics/admin-server.ts'
import type { Admin, ConfigFault, ConfigRead } from './config-file.ts'
import { plainKeyRoutes } from './config-file.ts'
import type { ProcessFigures } from '../metrics/guard-metrics.ts'
import { guardMetrics, healthProblems, healthWarnings } from '../metrics/guard-metrics.ts'
import { createRequestMetrics } from '../metrics/request-metrics.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'

export interface AloneOptions {
  /** Reads and judges the file anew. */
  read(): ConfigRead
  clock: Clock
  ids: Ids
  logger: Logger
  /** Where requests are told as JSON lines. */
  logDescriptor: number
  limitsFile: string
  /** Where the key of CSRF tokens is kept. */
  csrfKeyFile: string
  /** Where certificates are kept that the guard makes for itself. */
  tlsDirectory: string
  figures(): ProcessFigures
}

export type Reloaded = { ok: true; ports: Record<string, number>; adminPort: number | null } | { ok: false; faults: ConfigFault[] }

export interface AloneGuard {
  /** The first time it starts to serve. */
  reload(): Promise<Reloaded>
  stop(graceMs: number): Promise<void>
}

const certificateWords = {
  ends: 'a certificate ends soon',
  kept: 'a new certificate is not good; the former is served with',
  taken: 'a new certificate is served with',
} as const

const nowhere = { line: 1, column: 1 }

export const createAloneGuard = (options: AloneOptions): AloneGuard => {
  const { clock, ids, logger } = options
  const metrics = createRequestMetrics()
  const log: AccessLog = createAccessLog(options.logDescriptor, clock, () => guard.stages.map(({ name }) => name))
  const reloads = { good: 0, refused: 0 }
  let secrets: ReadonlyMap<string, string> = new Map()
  let warnings: string[] = []
  let admin: { at: Admin; server: AdminServer } | null = null
  let revision = 0
  let reloading: Promise<unknown> = Promise.resolve()

  const secretOf = (reference: string): string | null => secrets.get(reference) ?? null
  const guard = createGuard({
    clock,
    ids,
    logger,
    recorder: {
      record: (record) => {
        metrics.record(record)
        telemetry.record(record)
        log.record(record)
      },
    },
    secretOf,
    onHealth: (upstream, target, well) => logger.warn({ upstream, target }, well ? 'a target is well again' : 'a target is not well'),
    onRefused: (why) => metrics.refusedConnection(why),
    onIssuer: ({ kind, ...news }) =>
      logger.warn(
        news,
        kind === 'keys-away'
          ? 'the keys of an issuer cannot be fetched'
          : kind === 'keys-back'
            ? 'the keys of an issuer can be fetched again'
            : 'an issuer has other keys',
      ),
    limitsFile: options.limitsFile,
    csrfKeyFile: options.csrfKeyFile,
    tlsDirectory: options.tlsDirectory,
    onCertificate: (news) => logger.warn(news, certificateWords[news.kind]),
  })
  const figures = () => [
    ...metrics.metrics(),
    ...guardMetrics(guard, clock.monotonic(), reloads, options.figures()),
    {
      name: 'gatehouse_log_lines_dropped_total',
      help: 'Requests that are not in the log, because nobody read it fast enough.',
      type: 'counter' as const,
      samples: [{ labels: {}, value: log.dropped() }],
    },
    ...telemetry.metrics(),
  ]
  const telemetry = createTelemetry({
    clock,
    ids,
    stageNames: () => guard.stages.map(({ name }) => name),
    metrics: figures,
    secretOf,
    startedAtMs: clock.now(),
  })
  const answers = {
    health: () => ({ problems: healthProblems(guard, clock.monotonic()), warnings: [...warnings, ...healthWarnings(guard)] }),
    metrics: figures,
  }

  const openAdmin = async (at: Admin | null): Promise<ConfigFault | null> => {
    if (at?.host === admin?.at.host && at?.port === admin?.at.port) return null
    try {
      const opened = at && { at, server: await openAdminServer(at, answers) }
      void admin?.server.close()
      admin = opened
      return null
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      return { ...nowhere, path: 'admin.port', message: code === 'EADDRINUSE' ? 'this port is in use by another program' : message }
    }
  }
  const refuse = (faults: ConfigFault[]): Reloaded => {
    reloads.refused += 1
    if (guard.policy()) warnings = [`The newest file is refused: ${faults[0]?.message ?? ''}. The former serves on.`]
    return { ok: false, faults }
  }

  const reload = async (): Promise<Reloaded> => {
    const read = options.read()
    if (!read.ok) return refuse(read.faults)
    const fault = await openAdmin(read.admin)
    if (fault) return refuse([fault])
    const before = secrets
    secrets = read.secrets
    const applied = await guard.apply({ ...read.policy, revision: read.policy.revision || revision + 1 })
    if (!applied.ok) {
      secrets = before
      return refuse(applied.faults.map((one) => ({ ...nowhere, ...one })))
    }
    revision = guard.policy()!.revision
    telemetry.change(guard.policy()!.telemetry)
    reloads.good += 1
    warnings = plainKeyRoutes(read.policy).map((id) => `The route ${id} sends a key in plain text over the network.`)
    return { ok: true, ports: applied.ports, adminPort: admin?.server.port ?? null }
  }

  return {
    reload: () => {
      const next = reloading.then(reload)
      reloading = next.catch(() => {})
      return next
    },
    stop: async (graceMs) => {
      await reloading
      await guard.close(graceMs)
      await telemetry.close()
      await admin?.server.close()
      await log.flush()
    },
  }
}
