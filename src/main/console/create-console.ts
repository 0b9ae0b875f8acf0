/** Wires the core: opens the storage, hands features what they need of each other, and gives hosts one function to call. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import type { By, Database } from '../database/database.ts'
import type { OnQuery } from '../database/connection.ts'
import { createIndexKeeper } from '../database/log-index/index-keeper.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { openTelemetry, telemetryFile } from '../database/open-telemetry.ts'
import { createQueryTimes } from '../database/query-times.ts'
import { createReader } from '../database/reader.ts'
import { createRepeatedEvents } from '../database/repeated-events.ts'
import type { Telemetry } from '../database/telemetry.ts'
import { accessHandlers, accountHandlers } from '../features/access/access.procedures.ts'
import { createAccess } from '../features/access/access.service.ts'
import { createPasswordHasher } from '../features/access/password-hash.ts'
import type { AuditSlices } from '../features/audit/audit.slices.ts'
import { forwardingHandlers } from '../features/forwarding/forwarding.procedures.ts'
import { createForwarding, resealForwarding } from '../features/forwarding/forwarding.service.ts'
import type { ForwardingSlices } from '../features/forwarding/forwarding.slices.ts'
import { guardHandlers } from '../features/guard/guard.procedures.ts'
import { createGuard } from '../features/guard/guard.service.ts'
import { spawnGuard } from '../features/guard/spawn-guard.ts'
import { incidentHandlers } from '../features/incidents/incidents.procedures.ts'
import { createIncidents } from '../features/incidents/incidents.service.ts'
import type { IncidentSlices } from '../features/incidents/incidents.slices.ts'
import { liveHandler } from '../features/live/live.procedures.ts'
import { createLive } from '../features/live/live.service.ts'
import { createChartFiles } from '../features/monitoring/chart-files.service.ts'
import { monitoringHandlers } from '../features/monitoring/monitoring.procedures.ts'
import type { MonitoringSlices } from '../features/monitoring/monitoring.slices.ts'
import { createProfiles } from '../features/monitoring/profile.service.ts'
import { settingsHandlers } from '../features/settings/settings.procedures.ts'
import { createSettings } from '../features/settings/settings.service.ts'
import { trafficHandlers } from '../features/traffic/traffic.procedures.ts'
import { createTraffic } from '../features/traffic/traffic.service.ts'
import type { TrafficSlices } from '../features/traffic/traffic.slices.ts'
import { captureEnvironment } from '../features/vault/given-environment.ts'
import { BadMasterKey, takeGivenMasterKey } from '../features/vault/given-master-key.ts'
import { createKeychainEntries } from '../features/vault/keychain-entries.service.ts'
import { createKeys } from '../features/vault/keys.service.ts'
import { createLentKeys } from '../features/vault/lent-keys.service.ts'
import { resealKeys } from '../features/vault/key-upkeep.service.ts'
import { masterKeyHandlers } from '../features/vault/master-key.procedures.ts'
import { createMasterKey } from '../features/vault/master-key.service.ts'
import { createRecovery } from '../features/vault/recovery.service.ts'
import { createSigningKeys } from '../features/vault/signing-keys.service.ts'
import { vaultHandlers } from '../features/vault/vault.procedures.ts'
import { createVault } from '../features/vault/vault.service.ts'
import { consoleHandlers } from './console-handlers.ts'
import type { ConsoleOptions, GatehouseConsole, HostEvent } from './console.ts'
import { StartRefused } from './console.ts'
import { statusOf } from './console-status.ts'
import { storageRefusal, takeDataDirectory } from './data-directory.ts'
import { createDownloadDesk } from './downloads.ts'
import { hostEventEntry } from './host-event-entry.ts'
import { createHttpApp } from './http-app.ts'
import { migrations } from './migrations.ts'
import { refusedCallEntry } from './refused-call-entry.ts'
import { createRendererFiles } from './renderer-files.ts'
import { createRpc } from './rpc.ts'
import { wireAudit } from './wire-audit.ts'
import { wireMonitoring } from './wire-monitoring.ts'

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

/** A worker's module: beside this file as a source, beside the bundle when built. */
const workerModule = (source: string, built: string) => new URL(import.meta.url.endsWith('.ts') ? source : built, import.meta.url)
const readerWorker = () => workerModule('./reader-worker.ts', './reader.js')
const exportWorker = () => workerModule('./export-worker.ts', './export.js')
const guardProgram = () => workerModule('../../guard/start-guard.ts', './guard.js')
const indexWorker = () => workerModule('./index-worker.ts', './log-index.js')

/** Everything that exists between start and stop. */
const wire = async (
  options: ConsoleOptions,
  openStorage: (onAppended: (lastSequence: number) => void, onStorageChange: () => void, onQuery: OnQuery) => Database,
) => {
  const { clock, logger, dataDirectory } = options
  const ids = createIds(clock)
  const events = createLiveEvents()
  const given = takeGivenMasterKey(options.environment)
  const environment = captureEnvironment(options.environment)
  const startedAtMs = clock.now()
  const queryTimes = createQueryTimes(() => clock.now(), logger)
  let lastSequence = 0
  const database = openStorage(
    (sequence) => {
      lastSequence = sequence
      events.publish({ kind: 'audit-appended', lastSequence: sequence })
    },
    () => events.publish({ kind: 'status-changed' }),
    queryTimes.note,
  )
  const repeated = createRepeatedEvents({ database, clock, logger })
  const logIndex = createIndexKeeper({
    workerUrl: indexWorker(),
    database,
    databasePath: join(dataDirectory, databaseFile),
    directory: join(dataDirectory, indexDirectory),
    clock,
    logger,
  })
  events.subscribe((event) => event.kind === 'audit-appended' && logIndex.look())
  let telemetry: Telemetry | null = null
  try {
    telemetry = openTelemetry({ directory: dataDirectory, clock, logger, onQuery: queryTimes.note })
    const settings = createSettings({ database, ids, clock, events, dataDirectory, environment: options.environment })
    const hasher = createPasswordHasher(options.passwordCost)
    const entries = createKeychainEntries({ database, keychain: options.keychain, logger })
    const keys = createKeys({
      database,
      entries,
      given,
      clock,
      ids,
      events,
      logger,
      hashForSlot: (password, salt) => hasher.derive(password, salt),
    })
    const downloads = createDownloadDesk(clock, ids, (sessionId) => access.sessionIsOpen(sessionId))
    const access = createAccess({ database, repeated, keys, ids, clock, settings, events, hasher, logger, downloads })
    events.subscribe((event) => event.kind === 'session-changed' && downloads.dropClosed())
    const vault = createVault({
      database,
      keys,
      ids,
      clock,
      settings,
      events,
      logger,
      downloads,
      environment,
      sessionIsOpen: (sessionId) => access.sessionIsOpen(sessionId),
    })
    const startReader = () =>
      createReader<AuditSlices & ForwardingSlices & IncidentSlices & MonitoringSlices & TrafficSlices>(
        readerWorker(),
        {
          databasePath: join(dataDirectory, databaseFile),
          telemetryPath: join(dataDirectory, telemetryFile),
          indexDirectory: join(dataDirectory, indexDirectory),
        },
        queryTimes.note,
        (file) => logIndex.doubt(file),
      )
    const reader = startReader()
    /** For what takes minutes, so that nobody at a screen waits behind it. */
    const longReader = startReader()
    const signingKeys = createSigningKeys({ database })
    const log = wireAudit({
      options,
      database,
      reader,
      longReader,
      logIndex,
      keys,
      signingKeys,
      settings,
      downloads,
      clock,
      ids,
      events,
      logger,
      onQuery: queryTimes.note,
      exportWorker: exportWorker(),
      situation: async (fromMs, toMs) => ({ level: incidents.level(), incidents: incidents.between(fromMs, toMs) }),
    })
    lastSequence = log.audit.size().lastSequence
    const masterKey = createMasterKey({
      database,
      keys,
      entries,
      recovery: createRecovery({ database, keys, clock, ids }),
      given,
      clock,
      ids,
      resealers: [access.reseal, signingKeys.reseal, resealKeys, resealForwarding],
      confirmPassword: (by, session, password) => access.reauthentication.confirmPassword(by, session, password, 'master-key-move'),
    })
    keys.whenOpen(() => void entries.tidy())
    await keys.load()
    const status = () => statusOf(keys.state(), keys.place(), database.storage(), keys.placeTrouble())
    const monitoring = wireMonitoring({
      database,
      telemetry,
      reader,
      audit: log.audit,
      settings,
      clock,
      events,
      logger,
      queryTimes,
      dataDirectory,
      vault: () => keys.state(),
      trafficBytes: () => traffic.keptBytes(),
    })
    const traffic = createTraffic({
      telemetry,
      reader,
      clock,
      events,
      logger,
      settings,
      series: monitoring,
      guardIsThere: () => guard.isThere(),
      names: {
        route: (id) => guard.policies.current().routes.find((one) => one.id === id)?.name ?? null,
        consumer: (id) => guard.policies.current().consumers.find((one) => one.id === id)?.name ?? null,
      },
    })
    const detached = options.host === 'headless'
    const guard = createGuard({
      database,
      repeated,
      dataDirectory,
      startProcess:
        options.startGuard ?? spawnGuard({ program: fileURLToPath(guardProgram()), detached, environment: options.environment }),
      detached,
      clock,
      ids,
      events,
      logger,
      vault: createLentKeys({ database, keys, clock, logger }),
      keepTraffic: (batch) => traffic.takeBatch(batch),
    })
    const incidents = createIncidents({ database, reader: longReader, clock, ids, events, logger, people: () => access.people() })
    const forwarding = createForwarding({
      database,
      reader: longReader,
      sender: {
        installationId: database.installationId,
        hostName: hostname(),
        processId: process.pid,
        version: options.version,
        clock,
        timeoutMs: 10_000,
        settleMs: 50,
      },
      ids,
      events,
      logger,
      ring: () => keys.ring(),
    })
    const live = createLive({
      events,
      clock,
      status,
      lastSequence: () => lastSequence,
      metricsNow: () => monitoring.now(),
      trafficNow: () => traffic.now(),
    })
    const rpc = createRpc({
      handlers: {
        access: accessHandlers(access),
        account: accountHandlers(access),
        audit: log.handlers,
        settings: settingsHandlers(settings),
        vault: vaultHandlers(vault),
        masterKey: masterKeyHandlers(masterKey, status),
        incidents: incidentHandlers(incidents),
        forwarding: forwardingHandlers(forwarding),
        monitoring: monitoringHandlers(
          monitoring,
          createProfiles({ database, clock, downloads }),
          createChartFiles({ monitoring, clock, downloads }),
        ),
        traffic: trafficHandlers(traffic),
        guard: guardHandlers(guard),
        live: liveHandler(live),
        console: consoleHandlers({
          options,
          database,
          startedAtMs,
          status,
          signingKeyId: () => signingKeys.newestId(),
          retryKeychain: () => keys.load(),
        }),
      },
      identify: (token) => access.identify(token),
      now: () => clock.now(),
      onNotPermitted: (call) => void repeated.append(...refusedCallEntry(call)),
      onSessionsChanged: (changed) => events.subscribe((event) => event.kind === 'session-changed' && changed()),
      logger,
    })
    const fetch = createHttpApp({ rpc, renderer: createRendererFiles(options.rendererDirectory), downloads, ids, version: options.version })
    await database.append(systemBy, {
      action: 'console.started',
      message: `The console was started (${options.host}, version ${options.version})`,
      detail: { host: options.host, version: options.version, vault: keys.state().kind },
    })
    await vault.start()
    monitoring.start()
    traffic.start()
    guard.start()
    log.retention.start()
    incidents.start()
    forwarding.start()
    return {
      database,
      log,
      telemetry,
      access,
      repeated,
      vault,
      logIndex,
      reader,
      longReader,
      monitoring,
      traffic,
      guard,
      incidents,
      forwarding,
      fetch,
    }
  } catch (error) {
    telemetry?.close()
    await logIndex.stop()
    await database.close()
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

export const createConsole = (options: ConsoleOptions): GatehouseConsole => {
  const { logger, dataDirectory } = options
  let running: Running | null = null

  const note = async (event: HostEvent): Promise<void> => {
    const entry = hostEventEntry(event)
    const source = 'source' in event ? event.source : 'console'
    await running?.repeated.append({ ...systemBy, source }, entry, { class: entry.action, source })
  }

  return {
    start: async () => {
      const lock = takeDataDirectory(dataDirectory)
      try {
        const wired = await wire(options, (onAppended, onStorageChange, onQuery) =>
          openDatabase({
            directory: dataDirectory,
            migrations,
            clock: options.clock,
            ids: createIds(options.clock),
            logger,
            onAppended,
            onStorageChange,
            onQuery,
          }),
        )
        running = { ...wired, release: () => lock.release() }
      } catch (error) {
        lock.release()
        throw refusalOf(error, dataDirectory)
      }
    },
    fetch: (request, caller) => running?.fetch(request, caller) ?? Promise.resolve(notRunning()),
    noteHostEvent: (event) => {
      note(event).catch((error: unknown) => logger.error({ err: error, kind: event.kind }, 'an event of the host could not be entered'))
    },
    routesServed: () => running?.guard.routesServed() ?? 0,
    lockAll: async (why) => running?.access.lockAll(why),
    stop: async () => {
      const ending = running
      running = null
      if (!ending) return
      await ending.guard.leave().catch((error: unknown) => logger.error({ err: error }, 'the guard could not be left in order'))
      await ending.log.audit.close()
      ending.log.retention.stop()
      await ending.logIndex.stop()
      try {
        await ending.log.exports.stop()
        ending.access.stop()
        await ending.vault.stop()
        await ending.repeated.close()
        await ending.database.append(systemBy, { action: 'console.stopped', message: 'The console was stopped' })
      } catch (error) {
        logger.error({ err: error }, 'the stop could not be entered')
      }
      await ending.incidents.stop()
      await ending.forwarding.stop()
      ending.traffic.stop()
      await ending.monitoring.stop()
      await ending.log.signedHeads.stop()
      await ending.reader.close()
      await ending.longReader.close()
      ending.telemetry.close()
      await ending.database.close()
      ending.release()
    },
  }
}
