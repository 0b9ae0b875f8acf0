/** The reverse proxy: takes a policy, opens its listeners, serves by it; another policy takes its place without a request lost. */
import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { Logger } from '../ports/logger.ts'
import type { Policy } from '../shared/policy.ts'
import { policySchema } from '../shared/policy.ts'
import { beginExchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { createLimitsOfPolicy } from './limits/limits-of-policy.ts'
import { createSharedLimits } from './limits/shared-limits.ts'
import type { Listener } from './listener.ts'
import { openListener } from './listener.ts'
import { createPipeline } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import type { Snapshot } from './policy/snapshot.ts'
import { compilePolicy } from './policy/snapshot.ts'
import type { Recorder } from './recorder.ts'
import type { Refusal } from './refusal.ts'
import { sourceOf } from './source-of.ts'
import { admit } from './stages/admit.ts'
import { authorise } from './stages/authorise.ts'
import { createForward } from './stages/forward.ts'
import { identify } from './stages/identify.ts'
import { createLimitStage } from './stages/limit.ts'
import { createLog } from './stages/log.ts'
import { createResponseHeaders } from './stages/response-headers.ts'
import type { Target } from './upstream/target.ts'
import { createUpstreamGroup } from './upstream/upstream-group.ts'
import type { UpstreamTable } from './upstream/upstream-table.ts'
import { changeUpstreams } from './upstream/upstream-table.ts'

export interface GuardOptions {
  clock: Clock
  ids: Ids
  logger: Logger
  recorder: Recorder
  /** What a reference of the policy stands for; null where it cannot be had now. */
  secretOf(reference: string): string | null
  onHealth(upstream: string, target: string, well: boolean): void
  /** Where limits are counted that a policy wants in a file; null: nowhere but in memory. */
  limitsFile?: string | null
  /** Limits cannot be counted in their file, with why; null: they can again. */
  onLimitsProblem?(problem: string | null): void
  /** A connection that was refused before it was a request. */
  onRefused(why: string, source: string): void
}

export type Applied = { ok: true; ports: Record<string, number> } | { ok: false; faults: { path: string; message: string }[] }

export interface Guard {
  /** All or nothing: where it is refused, the policy before serves on. */
  apply(policy: unknown): Promise<Applied>
  policy(): Policy | null
  /** Stages in their order. */
  stages: Pipeline['stages']
  upstreams(): { id: string; targets: readonly Target[] }[]
  limitsInUse(): ReturnType<Snapshot['limits']['inUse']>
  /** Why limits are not counted in their file although they should be. */
  limitsProblem(): string | null
  requestsNow(): number
  close(graceMs?: number): Promise<void>
}

const ignore = () => {}
const tooMany: Refusal = { code: 'busy', title: 'Too many requests at once.', headers: ['retry-after', '1'] }
const usualGraceMs = 10_000
const listenFaults: Record<string, string> = {
  EADDRINUSE: 'this port is in use by another program',
  EACCES: 'this port is not free to be used by this user',
  EADDRNOTAVAIL: 'this machine has no such address',
}

export const createGuard = (options: GuardOptions): Guard => {
  const { clock, ids, logger } = options
  const monotonic = () => clock.monotonic()
  let snapshot: Snapshot | null = null
  let upstreams: UpstreamTable = new Map()
  const sharedLimits =
    options.limitsFile == null
      ? null
      : createSharedLimits({ path: options.limitsFile, clock, logger, onProblem: (problem) => options.onLimitsProblem?.(problem) })
  const limitsOfPolicy = createLimitsOfPolicy(clock, sharedLimits)
  const listeners = new Map<string, Listener>()
  let underWay = 0
  let applying: Promise<unknown> = Promise.resolve()

  const pipeline: Pipeline = createPipeline(
    [
      admit,
      identify,
      authorise,
      createLimitStage(monotonic),
      createForward(() => pipeline, clock),
      createResponseHeaders(() => stageNames),
      createLog(options.recorder, monotonic),
    ],
    logger,
    clock,
    () => (underWay -= 1),
  )
  const stageNames = pipeline.stages.map(({ name }) => name)

  const take = (request: IncomingMessage, response: ServerResponse, upgrade: Exchange['upgrade']) => {
    // The port is open a moment before the first policy is in force.
    if (!snapshot) return void response.writeHead(503, { 'retry-after': '1' }).end()
    const { source, behindProxy } = sourceOf(
      snapshot,
      request.socket.remoteAddress ?? '',
      request.headers['x-forwarded-for'] as string | undefined,
    )
    const exchange = beginExchange(
      { id: ids.next(), request, response, snapshot, upgrade, atMs: clock.now(), startedMs: monotonic(), source, behindProxy },
      pipeline.stages.length,
    )
    underWay += 1
    // A caller that vanishes makes errors here that nobody else listens to. (A request's own are told to listeners alone.)
    response.on('error', ignore)
    if (underWay > snapshot.policy.bounds.requestsAtOnce) return pipeline.refuse(exchange, tooMany)
    pipeline.run(exchange)
  }
  const takeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request)
    response.assignSocket(socket as Socket)
    // Closed whole, and not only this half: whoever is refused must not keep the connection.
    response.on('finish', () => (socket as Socket).destroySoon())
    socket.on('error', () => socket.destroy())
    take(request, response, { socket, head })
  }

  const stays = (id: string, host: string, port: number): boolean =>
    listeners.has(id) && snapshot!.policy.listeners.some((one) => one.id === id && one.host === host && one.port === port)

  const open = async (policy: Policy): Promise<{ opened: Map<string, Listener>; faults: { path: string; message: string }[] }> => {
    const opened = new Map<string, Listener>()
    const faults: { path: string; message: string }[] = []
    for (const [at, { id, host, port }] of policy.listeners.entries()) {
      if (stays(id, host, port)) continue
      try {
        opened.set(
          id,
          await openListener({
            host,
            port,
            bounds: policy.bounds,
            onRequest: (request, response) => take(request, response, null),
            onUpgrade: takeUpgrade,
            nextId: () => ids.next(),
            clock,
            logger,
            onRefused: options.onRefused,
          }),
        )
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? ''
        faults.push({ path: `listeners.${at}.port`, message: listenFaults[code] ?? (error as Error).message })
      }
    }
    return { opened, faults }
  }

  const apply = async (given: unknown): Promise<Applied> => {
    const parsed = policySchema.safeParse(given)
    if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
    const policy = parsed.data
    const { opened, faults } = await open(policy)
    if (faults.length > 0) {
      await Promise.all([...opened.values()].map((listener) => listener.close(0)))
      return { ok: false, faults }
    }
    const { table, obsolete } = changeUpstreams(upstreams, policy.upstreams, (upstream) =>
      createUpstreamGroup(upstream, { clock, logger, onHealth: ({ id }, { url }, well) => options.onHealth(id, url, well) }),
    )
    const limits = await limitsOfPolicy.changeTo(policy)
    upstreams = table
    snapshot = compilePolicy(policy, table, options.secretOf, limits)
    for (const group of obsolete) group.retire()
    const kept = new Set(policy.listeners.map(({ id }) => id))
    for (const [id, listener] of listeners) {
      if (kept.has(id) && !opened.has(id)) listener.change(policy.bounds)
      else {
        listeners.delete(id)
        void listener.close(usualGraceMs)
      }
    }
    for (const [id, listener] of opened) listeners.set(id, listener)
    return { ok: true, ports: Object.fromEntries([...listeners].map(([id, { port }]) => [id, port])) }
  }

  return {
    // One after the other: two that overlap would both open what is new.
    apply: (policy) => {
      const next = applying.then(() => apply(policy))
      applying = next.catch(() => {})
      return next
    },
    policy: () => snapshot?.policy ?? null,
    stages: pipeline.stages,
    upstreams: () => [...upstreams].map(([id, { targets }]) => ({ id, targets })),
    limitsInUse: () => snapshot?.limits.inUse(clock.monotonic()) ?? [],
    limitsProblem: () => sharedLimits?.problem() ?? null,
    requestsNow: () => underWay,
    close: async (graceMs = usualGraceMs) => {
      await applying
      await Promise.all([...listeners.values()].map((listener) => listener.close(graceMs)))
      for (const group of upstreams.values()) group.retire('at-once')
      limitsOfPolicy.close()
    },
  }
}
