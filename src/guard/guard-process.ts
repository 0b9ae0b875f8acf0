/** The guard as a process of its own: serves by the newest good policy, tells the console everything, and does without it. */
import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { Logger } from '../ports/logger.ts'
import type { ToGuard, TryOrder } from '../shared/guard-protocol.ts'
import { openConsoleDoor } from './console-door.ts'
import { createGuard } from './guard.ts'
import { keepPolicy, readKeptPolicy } from './kept-policy.ts'
import { createLimitReport } from './limit-report.ts'
import { guardMetrics } from './metrics/guard-metrics.ts'
import { createMetricsListener } from './metrics/metrics-listener.ts'
import { createRequestMetrics } from './metrics/request-metrics.ts'
import { openBatchNumbers } from './recording/batch-numbers.ts'
import { createOutbox } from './recording/outbox.ts'
import { createRecording } from './recording/recording.ts'
import { openSpillFiles } from './recording/spill-files.ts'
import { openRunningMark } from './running-mark.ts'
import { createTelemetry } from './telemetry/telemetry.ts'

export interface GuardProcess {
  /** Resolves when all under way is over, at the latest after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface GuardProcessOptions {
  dataDirectory: string
  clock: Clock
  ids: Ids
  logger: Logger
  pid: number
  memoryBytes(): number
  cpuSeconds(): number
  recordsPerSecond?: number
  mostSpilledBytes?: number
  /** The console asked for it, or the process is to end for another reason. */
  onStopped(): void
}

const stateEveryMs = 1_000
const usualGraceMs = 10_000

/** Rejects with `GuardRuns` where this data directory has its guard. */
export const startGuardProcess = async (options: GuardProcessOptions): Promise<GuardProcess> => {
  const { dataDirectory, clock, ids, logger } = options
  const startedAtMs = clock.now()
  const at = (name: string) => join(dataDirectory, name)
  let secrets: Readonly<Record<string, string>> = {}
  let ports: Record<string, number> = {}
  let stopping: Promise<void> | null = null
  let consoleIsThere = false

  // First of all: it says whether there is a guard already, and nothing of its files may be touched then.
  const door = await openConsoleDoor({
    dataDirectory,
    clock,
    ids,
    logger,
    onConsole: () => {
      consoleIsThere = true
      outbox.connect((batch) => door.send(batch))
      void ready.then(() =>
        door.send({ t: 'hello', pid: options.pid, startedAtMs, servedRevision: guard.policy()?.revision ?? null, ports }),
      )
    },
    onMessage: (message) => take(message),
    onGone: () => {
      consoleIsThere = false
      outbox.disconnect()
    },
  })

  const spill = openSpillFiles(at('guard-spill'))
  const numbers = openBatchNumbers(at('guard.next-batch'), spill.lastNumber(), clock.now())
  const outbox = createOutbox({
    spill,
    nextNumber: () => numbers.next(),
    clock,
    logger,
    ...(options.mostSpilledBytes === undefined ? {} : { mostSpilledBytes: options.mostSpilledBytes }),
    onFilling: (spilledBytes) => recording.tell({ kind: 'spill-filling', detail: { spilledBytes } }),
  })
  const recording = createRecording({
    clock,
    stageNames: () => guard.stages.map(({ name }) => name),
    onBatch: (content) => outbox.put(content),
    ...(options.recordsPerSecond === undefined ? {} : { recordsPerSecond: options.recordsPerSecond }),
  })
  const secretOf = (reference: string): string | null => (Object.hasOwn(secrets, reference) ? secrets[reference]! : null)
  const requestMetrics = createRequestMetrics()
  const taken = { good: 0, refused: 0 }
  const figures = () => [
    ...requestMetrics.metrics(),
    ...guardMetrics(guard, clock.monotonic(), taken, {
      cpuSeconds: options.cpuSeconds(),
      memoryBytes: options.memoryBytes(),
      startedAtMs,
    }),
    ...telemetry.metrics(),
  ]
  const metrics = createMetricsListener({ metrics: figures, secretOf, logger })
  const telemetry = createTelemetry({
    clock,
    ids,
    stageNames: () => guard.stages.map(({ name }) => name),
    metrics: figures,
    secretOf,
    startedAtMs,
  })
  const guard = createGuard({
    clock,
    ids,
    logger,
    recorder: {
      record: (record) => {
        recording.record(record)
        telemetry.record(record)
        if (metrics.isOpen() || telemetry.tellsMetrics()) requestMetrics.record(record)
      },
    },
    secretOf,
    onHealth: recording.onHealth,
    onRefused: (why, source) => {
      recording.onRefused(why, source)
      requestMetrics.refusedConnection(why)
    },
    limitsFile: at('guard.limits.db'),
    csrfKeyFile: at('guard.csrf'),
    tlsDirectory: at('guard.tls'),
    onCertificate: ({ kind, ...detail }) => recording.tell({ kind: `certificate-${kind}`, detail }),
    onLimitsProblem: (problem, store) =>
      recording.tell(
        problem === null ? { kind: 'limits-together', detail: { store } } : { kind: 'limits-apart', detail: { why: problem, store } },
      ),
    onIssuer: ({ kind, ...detail }) => recording.tell({ kind: `issuer-${kind}`, detail }),
  })

  const mark = openRunningMark(at('guard.running'), clock.now())
  if (mark.endedBadlyAfterMs !== null)
    recording.tell({
      kind: 'lost-records',
      detail: {
        why: 'the guard ended unexpectedly: what it had not handed over is lost, about a second of traffic',
        lastSeenAtMs: mark.endedBadlyAfterMs,
      },
    })

  const serveByKept = async (): Promise<void> => {
    try {
      const policy = readKeptPolicy(at('guard.policy.json'))
      if (policy === null) return
      const applied = await guard.apply(policy)
      if (applied.ok) {
        ports = applied.ports
        recording.setPolicy(guard.policy()!)
        telemetry.change(guard.policy()!.telemetry)
        // Traffic goes on without them.
        const prepared = await metrics.prepare(policy)
        if (prepared.ok) prepared.keep()
        else logger.error({ fault: prepared.fault }, 'the figures for Prometheus cannot be told')
      } else {
        logger.error({ faults: applied.faults }, 'the kept policy cannot be served by')
        const [fault] = applied.faults
        recording.tell({ kind: 'policy-refused', detail: { path: fault?.path ?? '', message: fault?.message ?? '' } })
      }
    } catch (error) {
      logger.error({ err: error }, 'the kept policy cannot be read')
    }
  }
  const ready = serveByKept()

  const takePolicy = async ({ policy, secrets: given }: Extract<ToGuard, { t: 'policy' }>): Promise<void> => {
    await ready
    const before = secrets
    // In order: `apply` reads them, and a policy that is refused leaves the former's.
    secrets = given
    const prepared = await metrics.prepare(policy)
    const applied = prepared.ok ? await guard.apply(policy) : { ok: false as const, faults: [prepared.fault] }
    if (prepared.ok) await (applied.ok ? prepared.keep() : prepared.drop())
    if (applied.ok) {
      taken.good += 1
      ports = applied.ports
      const served = guard.policy()!
      recording.setPolicy(served)
      telemetry.change(served.telemetry)
      door.send({ t: 'applied', revision: served.revision, ok: true, faults: [], ports })
      await keepPolicy(at('guard.policy.json'), served)
    } else {
      taken.refused += 1
      secrets = before
      const revision = (policy as { revision?: unknown } | null)?.revision
      door.send({
        t: 'applied',
        revision: Number.isSafeInteger(revision) ? (revision as number) : 0,
        ok: false,
        faults: applied.faults,
        ports,
      })
    }
  }
  const answerTry = async (order: TryOrder): Promise<void> => {
    try {
      door.send({ t: 'tried', id: order.id, answer: await guard.tryRequest(order) })
    } catch (error) {
      logger.error({ err: error }, 'a request could not be tried')
      door.send({ t: 'tried', id: order.id, answer: { ok: false, problem: 'The guard could not try it; its log says why.' } })
    }
  }
  const judgeToken = async (id: string, token: string): Promise<void> => {
    await ready
    door.send({ t: 'token-judged', id, judged: await guard.judgeToken(token).catch(() => null) })
  }
  let applying: Promise<void> = Promise.resolve()
  const take = (message: ToGuard): void => {
    if (message.t === 'ack') outbox.acknowledge(message.batch)
    else if (message.t === 'credit') outbox.credit(message.batches)
    else if (message.t === 'stop') void stop(message.graceMs)
    else if (message.t === 'lift-penalty') guard.liftPenalty(message.limit, message.key)
    else if (message.t === 'judge-token') void judgeToken(message.id, message.token)
    else if (message.t === 'try-telemetry')
      void telemetry.test().then((tried) => door.send({ t: 'telemetry-tried', id: message.id, tried }))
    else if (message.t === 'try') void answerTry(message.order)
    else
      applying = applying
        .then(() => takePolicy(message))
        .catch((error: unknown) => logger.error({ err: error }, 'a policy could not be taken or kept'))
  }

  const limitReport = createLimitReport(guard, clock)
  const report = () => {
    if (stopping) return
    mark.touch(clock.now())
    if (door.look() === 'replaced') {
      logger.error({}, 'another guard took the place of this one, which ends')
      return void stop(usualGraceMs)
    }
    const findings = consoleIsThere ? guard.takeBrowserFindings() : null
    if (findings) door.send({ t: 'browsers', ...findings })
    const upstreams = guard.upstreams().map(({ id, targets }) => ({
      id,
      targets: targets.map(({ url, answers, outUntilMs, active }) => ({ url, well: answers && outUntilMs <= clock.monotonic(), active })),
    }))
    door.send({
      t: 'state',
      requestsNow: guard.requestsNow(),
      spilledBytes: outbox.spilledBytes(),
      memoryBytes: options.memoryBytes(),
      upstreams,
      limits: limitReport(),
      limitsProblem: guard.limitsProblem(),
      limitsRedisSinceMs: guard.limitsRedisSinceMs(),
      issuers: guard.issuers(),
      tls: guard.tls(),
      telemetry: telemetry.state(),
    })
    clock.after(stateEveryMs, report)
  }
  clock.after(stateEveryMs, report)

  const stop = (graceMs: number): Promise<void> => {
    stopping ??= (async () => {
      await applying
      await guard.close(graceMs)
      await metrics.close()
      await telemetry.close()
      recording.close()
      await outbox.close()
      await door.close()
      mark.remove()
      options.onStopped()
    })()
    return stopping
  }
  await ready
  return { stop }
}
