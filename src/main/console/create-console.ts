/** Wires the core: opens the storage, hands features what they need of each other, and gives hosts one function to call. */
import type { By } from '../database/database.ts'
import { settingsHandlers } from '../features/settings/settings.procedures.ts'
import { captureEnvironment } from '../features/vault/given-environment.ts'
import { BadMasterKey, takeGivenMasterKey } from '../features/vault/given-master-key.ts'
import { consoleHandlers } from './console-handlers.ts'
import type { ConsoleOptions, GatehouseConsole, HostEvent } from './console.ts'
import { StartRefused } from './console.ts'
import { storageRefusal, takeDataDirectory } from './data-directory.ts'
import { openFoundation } from './foundation.ts'
import { hostEventEntry } from './host-event-entry.ts'
import { createHttpApp } from './http-app.ts'
import { endParts, joinHandlers, startParts } from './part.ts'
import { refusedCallEntry } from './refused-call-entry.ts'
import { createRendererFiles } from './renderer-files.ts'
import { createRpc } from './rpc.ts'
import { statusHandlers } from './status-handlers.ts'
import { wireAccess } from './wire-access.ts'
import { wireAlerts } from './wire-alerts.ts'
import { wireAdvice } from './wire-advice.ts'
import { wireAudit } from './wire-audit.ts'
import { wireBackup } from './wire-backup.ts'
import { wireDashboards } from './wire-dashboards.ts'
import { wireDatabases } from './wire-databases.ts'
import { wireForwarding } from './wire-forwarding.ts'
import { wireGuard } from './wire-guard.ts'
import { wireIncidents } from './wire-incidents.ts'
import { wireKeys } from './wire-keys.ts'
import { wireLive } from './wire-live.ts'
import { wireMonitoring } from './wire-monitoring.ts'
import { wireNotifications } from './wire-notifications.ts'
import { wireObjectives } from './wire-objectives.ts'
import { wireVault } from './wire-vault.ts'

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

/** Taken out of the environment once, before anything else could read it; a restore starts the console anew with it. */
const takeOutside = (environment: NodeJS.ProcessEnv) => ({
  given: takeGivenMasterKey(environment),
  environment: captureEnvironment(environment),
})

/** Everything that exists between start and stop. */
const wire = async (options: ConsoleOptions, { given, environment }: ReturnType<typeof takeOutside>, restart: () => void) => {
  const { clock, logger } = options
  const startedAtMs = clock.now()
  const foundation = await openFoundation(options)
  try {
    const { database, events, repeated } = foundation
    const opening = wireKeys(foundation, given)
    const { keys, signingKeys } = opening
    const entrance = wireAccess(foundation, opening)
    const { access, downloads } = entrance
    const vault = wireVault(foundation, { opening, entrance, environment })
    const log = wireAudit(foundation, {
      keys,
      signingKeys,
      downloads,
      situation: async (fromMs, toMs) => ({ level: watch.incidents.level(), incidents: watch.incidents.between(fromMs, toMs) }),
    })
    const { lastSequence } = log.audit.size()
    await keys.load()
    const metrics = wireMonitoring(foundation, {
      audit: log.audit,
      downloads,
      vault: () => keys.state(),
      trafficBytes: () => gate.traffic.keptBytes(),
      limitsTogether: () => gate.guard.limitsTogether(),
      certificateLeftMs: () => gate.guard.certificateLeftMs(),
    })
    const gate = wireGuard(foundation, { keys, series: metrics.monitoring })
    const watch = wireIncidents(foundation, () => access.people())
    const notifications = wireNotifications(foundation, { keys, anybodyIsThere: () => access.anybodyIsThere() })
    const alerts = wireAlerts(foundation, {
      monitoring: metrics.monitoring,
      burnOf: (id) => objectives.objectives.burnOf(id),
      notify: notifications.notify,
    })
    const objectives = wireObjectives(foundation, { monitoring: metrics.monitoring, alerts: alerts.alerts })
    const { status } = vault
    // In this order they start; they end in the opposite one.
    const parts = [
      vault,
      entrance,
      log,
      metrics,
      gate,
      watch,
      wireForwarding(foundation, keys),
      notifications,
      objectives,
      alerts,
      wireDashboards(foundation, metrics.monitoring, downloads),
      wireDatabases(foundation),
      wireBackup(foundation, { opening, downloads, restart }),
      wireAdvice(foundation, { metrics, guard: gate.guard, vault: vault.vault }),
      wireLive(foundation, {
        lastSequence,
        status,
        metricsNow: () => metrics.monitoring.now(),
        trafficNow: () => gate.traffic.now(),
      }),
      { handlers: { settings: settingsHandlers(foundation.settings, downloads) } },
      {
        handlers: {
          console: consoleHandlers({
            options,
            database,
            startedAtMs,
            status,
            signingKeyId: () => signingKeys.newestId(),
            retryKeychain: () => keys.load(),
            downloads,
          }),
          status: statusHandlers({
            version: options.version,
            startedAtMs,
            clock,
            status,
            guardState: () => gate.guard.state(),
            audit: log.audit,
            incidents: watch.incidents,
            metrics,
          }),
        },
      },
    ] as const
    const rpc = createRpc({
      handlers: joinHandlers(parts),
      now: () => clock.now(),
      onNotPermitted: (call) => void repeated.append(...refusedCallEntry(call)),
      onSessionsChanged: (changed) => events.subscribe((event) => event.kind === 'session-changed' && changed()),
      logger,
    })
    const renderer = createRendererFiles(options.rendererDirectory)
    const fetch = createHttpApp({
      rpc,
      renderer,
      downloads,
      identities: entrance.identities,
      ids: foundation.ids,
      version: options.version,
    })
    await database.append(systemBy, {
      action: 'console.started',
      message: `The console was started (${options.host}, version ${options.version})`,
      detail: { host: options.host, version: options.version, vault: keys.state().kind },
    })
    await startParts(parts)
    return { foundation, parts, access, identities: entrance.identities, guard: gate.guard, fetch }
  } catch (error) {
    await foundation.close()
    throw error
  }
}
type Running = Awaited<ReturnType<typeof wire>> & { release(): void }

const notRunning = () => Response.json({ code: 'BUSY', message: 'The console is not running.' }, { status: 503 })

const refusalOf = (error: unknown, directory: string): unknown => {
  if (error instanceof BadMasterKey || (error instanceof Error && error.name === 'BadConfiguration'))
    return new StartRefused('bad-configuration', error.message)
  return storageRefusal(error, directory)
}

/** So that the answer that asks for it has left. */
const restartAfterMs = 200

export const createConsole = (options: ConsoleOptions): GatehouseConsole => {
  const { clock, logger, dataDirectory } = options
  let running: Running | null = null
  let outside: ReturnType<typeof takeOutside> | null = null
  /** A restart that is under way: a stop waits for it. */
  let restarting: Promise<void> = Promise.resolve()
  let cancelRestart = () => {}
  /** What was just restored must not be judged by what this run remembers. */
  let closing = false

  const note = async (event: HostEvent): Promise<void> => {
    const entry = hostEventEntry(event)
    const source = 'source' in event ? event.source : 'console'
    await running?.foundation.repeated.append({ ...systemBy, source }, entry, { class: entry.action, source })
  }

  const start = async () => {
    const lock = takeDataDirectory(dataDirectory)
    try {
      outside ??= takeOutside(options.environment)
      const wired = await wire(options, outside, restart)
      running = { ...wired, release: () => lock.release() }
      closing = false
    } catch (error) {
      lock.release()
      throw refusalOf(error, dataDirectory)
    }
  }

  const stop = async () => {
    const ending = running
    running = null
    if (!ending) return
    const { foundation } = ending
    await endParts(ending.parts, 'settle', logger)
    try {
      await foundation.repeated.close()
      await foundation.database.append(systemBy, { action: 'console.stopped', message: 'The console was stopped' })
    } catch (error) {
      logger.error({ err: error }, 'the stop could not be entered')
    }
    await endParts(ending.parts, 'stop', logger)
    await foundation.close()
    ending.release()
  }

  const restart = () => {
    closing = true
    cancelRestart = clock.after(restartAfterMs, () => {
      restarting = stop()
        .then(start)
        .catch((error: unknown) => {
          logger.error({ err: error }, 'the console did not start again')
          options.onRestartFailed?.(error)
        })
    })
  }

  return {
    start,
    fetch: (request, caller) => (closing ? null : running)?.fetch(request, caller) ?? Promise.resolve(notRunning()),
    knowsAccessToken: (token) => running?.identities.ofAccessToken(token).kind === 'token',
    noteHostEvent: (event) => {
      note(event).catch((error: unknown) => logger.error({ err: error, kind: event.kind }, 'an event of the host could not be entered'))
    },
    openInvitation: (code) => running?.access.invitations.openIdOf(code) ?? null,
    // Between a stop and a start nothing is known to be void.
    invitationState: (id) => running?.access.invitations.stateOf(id) ?? 'open',
    routesServed: () => running?.guard.routesServed() ?? 0,
    lockAll: async (why) => running?.access.lockAll(why),
    stop: async () => {
      cancelRestart()
      await restarting
      await stop()
    },
  }
}
