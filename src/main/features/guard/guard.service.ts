/** The guard as the console runs it: its process, the policy that it serves by with the keys that it puts in, and what it tells. */
import { existsSync } from 'node:fs'
import { createAnnouncer } from '../../../ports/announcer.ts'
import type { Clock } from '../../../ports/clock.ts'
import { guardTokenFile } from '../../../ports/guard-door.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { BrowserFindings } from '../../../shared/browser-findings.ts'
import type { GuardState, PolicyFault } from '../../../shared/contract/guard.ts'
import type { SentOnRoutes } from '../../../shared/sent-on-route.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import { byGuard, createEnteredBatches } from './entered-batches.service.ts'
import type { GuardBatch, GuardListener, GuardReport } from './guard-link.service.ts'
import { createGuardRunner } from './guard-runner.service.ts'
import type { VaultForGuard } from './injected-keys.service.ts'
import { createInjectedKeys } from './injected-keys.service.ts'
import { createLimitProposals } from './limit-proposals.service.ts'
import { createPenaltyLift } from './penalties.service.ts'
import { createPolicies } from './policies.service.ts'
import { guardIsWanted, setGuardWanted } from './policy.store.ts'
import type { StartGuardProcess } from './spawn-guard.ts'
import { createTelemetryTrial } from './telemetry-trial.service.ts'
import { createTries } from './tries.service.ts'

export interface GuardOptions {
  database: Database
  repeated: RepeatedEvents
  dataDirectory: string
  startProcess: StartGuardProcess
  /** The guard serves on when the console ends. */
  detached: boolean
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  vault: VaultForGuard
  /** What callers sent on routes in the last days. */
  sentOnRoutes(): Promise<SentOnRoutes>
  /** Requests and counts of a batch: resolves once they are committed, also of a batch that was kept before. */
  keepTraffic(batch: GuardBatch): Promise<void>
  /** What the guard learnt of browsers. */
  keepBrowserFindings(findings: BrowserFindings): void
}

const processTarget = { kind: 'guard', id: null, name: 'guard' }

export const createGuard = (options: GuardOptions) => {
  const { database, repeated, dataDirectory, clock, events, logger, vault } = options
  const announcer = createAnnouncer(clock, () => events.publish({ kind: 'guard-changed' }))
  const injected = createInjectedKeys(vault)
  let report: GuardReport | null = null
  let refused: { revision: number; faults: PolicyFault[] } | null = null
  let awaySinceMs: number | null = null
  let working: Promise<unknown> = Promise.resolve()

  const policies = createPolicies({ ...options, knowsKey: (keyId) => vault.labelOf(keyId) !== null, onChanged: () => send() })
  const batches = createEnteredBatches({
    database,
    vault,
    policy: () => policies.current(),
    onKeysUsed: () => events.publish({ kind: 'vault-changed' }),
  })

  const send = (): void => {
    const policy = policies.current()
    if (runner.link.hello()) runner.link.sendPolicy(policy, injected.take(policy))
    announcer.tell()
  }
  const enter = (event: AuditEvent): void => void repeated.append(byGuard, event, { class: event.action, source: byGuard.source })

  const listener: GuardListener = {
    onHello: () => send(),
    onApplied: ({ revision, ok, faults }) => {
      const known = refused?.revision === revision
      refused = ok ? null : { revision, faults }
      if (!ok && !known)
        enter({
          action: 'guard.policy-refused',
          severity: 'high',
          outcome: 'failed',
          message: `The guard cannot serve by the policy of revision ${revision}: ${faults[0]?.message ?? 'it says not why'}; it serves on by the one before`,
          target: processTarget,
          detail: { revision, faults: faults.slice(0, 10) },
        })
      announcer.tell()
    },
    onBrowsers: (findings) => options.keepBrowserFindings(findings),
    onState: (given) => {
      report = given
      announcer.tell()
    },
    onBatch: async (batch) => {
      await options.keepTraffic(batch)
      await batches.enter(batch)
    },
    onGone: () => {
      report = null
      announcer.tell()
    },
  }
  const processChanged = () => {
    const now = runner.process()
    if (now.kind === 'away' && now.sinceMs !== awaySinceMs) {
      awaySinceMs = now.sinceMs
      enter({
        action: 'guard.away',
        severity: 'high',
        outcome: 'failed',
        message: `${now.problem.replace(/\.$/, '')}; the console starts it again`,
        target: processTarget,
      })
    } else if (now.kind === 'running' && awaySinceMs !== null) {
      awaySinceMs = null
      enter({ action: 'guard.back', message: 'The guard runs again', target: processTarget, detail: { pid: now.pid } })
    }
    announcer.tell()
  }
  const runner = createGuardRunner({ ...options, listener, onChange: processChanged })

  const unsubscribe = events.subscribe(({ kind }) => {
    if (kind !== 'vault-changed' && kind !== 'status-changed') return
    // A key was rotated or revoked, or the vault was opened.
    if (runner.link.hello() && injected.isStale(policies.current())) send()
  })

  const state = (): GuardState => {
    const hello = runner.link.hello()
    const { revision, passThrough, limitStore } = policies.current()
    return {
      process: runner.process(),
      revision,
      servedRevision: hello?.servedRevision ?? null,
      refused: refused?.revision === revision ? refused.faults : [],
      ports: hello?.ports ?? {},
      passThrough,
      requestsNow: report?.requestsNow ?? 0,
      limitStore,
      limitsProblem: report?.limitsProblem ?? null,
      limitsRedisSinceMs: report?.limitsRedisSinceMs ?? null,
      issuers: report?.issuers ?? [],
      tls: report?.tls ?? [],
      telemetry: report?.telemetry ?? null,
      spilledBytes: report?.spilledBytes ?? 0,
      upstreams: report?.upstreams ?? [],
    }
  }
  /** One after another: a start waits for the stop before it. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = working.then(work)
    working = done.catch(() => {})
    return done
  }
  const want = async (by: By, wanted: boolean, event: AuditEvent): Promise<void> => {
    if (database.read(guardIsWanted) === wanted) return
    await database.change(by, event, (tx) => setGuardWanted(tx, wanted))
  }

  const tryRequest = createTries({
    database,
    ids: options.ids,
    policies,
    available: (policy) => injected.available(policy),
    send: (order) => runner.link.tryRequest(order),
  })

  return {
    policies,
    state,
    tryRequest,
    judgeToken: (token: string) => runner.link.judgeToken(token),
    tryTelemetry: createTelemetryTrial({ database, policy: () => policies.current(), link: runner.link }),
    routesServed: (): number =>
      (runner.link.hello()?.servedRevision ?? null) === null ? 0 : policies.current().routes.filter(({ enabled }) => enabled).length,
    /** Its silence means that nothing happens. */
    isThere: (): boolean => runner.link.hello() !== null,

    startGuard: (by: By): Promise<GuardState> =>
      inTurn(async () => {
        await want(by, true, {
          action: 'guard.started',
          severity: 'low',
          message: `${by.actor.name} started the guard`,
          target: processTarget,
        })
        runner.start()
        return state()
      }),
    stopGuard: (by: By): Promise<GuardState> =>
      inTurn(async () => {
        await want(by, false, {
          action: 'guard.stopped',
          severity: 'medium',
          message: `${by.actor.name} stopped the guard: its routes serve no more`,
          target: processTarget,
        })
        awaySinceMs = null
        await runner.stop()
        return state()
      }),

    limitProposals: createLimitProposals({ ...options, policy: () => policies.current() }),
    limitsInUse: () => {
      const told = new Map(report?.limits.map((one) => [one.limit, one]))
      return policies.current().limits.map((limit) => {
        return { keys: 0, nearest: [], asked: 0, refused: 0, sinceMs: null, penalties: [], ...told.get(limit.id), limit }
      })
    },

    /** Of the certificate on a port that ends first, in milliseconds; null: no port speaks TLS, or no guard tells. */
    certificateLeftMs: (): number | null => {
      const ends = report?.tls.flatMap(({ certificates }) => certificates.map(({ untilMs }) => untilMs)) ?? []
      return ends.length === 0 ? null : Math.max(0, Math.min(...ends) - options.clock.now())
    },
    /** 1 where limits are counted where the policy says, 0 where each guard counts by itself; null: no guard tells. */
    limitsTogether: (): number | null => {
      const { limits, limitStore } = policies.current()
      if (!report || limits.length === 0 || limitStore === 'memory') return null
      return report.limitsProblem === null ? 1 : 0
    },
    liftPenalty: createPenaltyLift({
      database,
      policy: () => policies.current(),
      reported: () => report?.limits ?? [],
      send: (limit, key) => runner.link.liftPenalty(limit, key),
      onLifted: () => announcer.tell(),
    }),

    /** With the console: the guard runs if it shall. */
    start: (): void => {
      if (database.read(guardIsWanted)) runner.start()
      // It was to end, and the console ended first.
      else if (existsSync(guardTokenFile(dataDirectory)))
        void inTurn(() => runner.stop()).catch((error: unknown) =>
          logger.error({ err: error }, 'a guard that shall not run could not be ended'),
        )
    },
    /** With the console: a detached guard serves on and keeps what it would tell. */
    leave: async (): Promise<void> => {
      unsubscribe()
      await working
      await runner.leave()
      announcer.stop()
    },
  }
}
export type Guard = ReturnType<typeof createGuard>
