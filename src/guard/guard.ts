/** The reverse proxy: takes a policy, opens its listeners, serves by it; another policy takes its place without a request lost. */
import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { Logger } from '../ports/logger.ts'
import { pastedKeyFaults } from '../ports/public-keys.ts'
import type { IssuerState, JudgedToken } from '../shared/issuer.ts'
import type { TryAnswer, TryOrder } from '../shared/guard-protocol.ts'
import type { BrowserFindings } from '../shared/browser-findings.ts'
import type { Policy } from '../shared/policy.ts'
import { policySchema } from '../shared/policy.ts'
import type { ListenerTlsState } from '../shared/tls-state.ts'
import type { CsrfKeySource } from './browsers/csrf-keys.ts'
import { createCsrfKeys } from './browsers/csrf-keys.ts'
import { createBrowserFindings } from './browsers/findings.ts'
import { beginExchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { createLimitsOfPolicy } from './limits/limits-of-policy.ts'
import { createRedisConnection } from './limits/redis-connection.ts'
import { createSharedLimits } from './limits/shared-limits.ts'
import { createListenerTable } from './listener-table.ts'
import { createPipeline } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import type { Snapshot } from './policy/snapshot.ts'
import { compilePolicy } from './policy/snapshot.ts'
import type { Recorder } from './recorder.ts'
import type { Refusal } from './refusal.ts'
import { sourceOf } from './source-of.ts'
import { admit } from './stages/admit.ts'
import { authorise } from './stages/authorise.ts'
import { createBrowserReports } from './stages/browser-reports.ts'
import { crossOrigin } from './stages/cross-origin.ts'
import { createForgery } from './stages/forgery.ts'
import { createForward } from './stages/forward.ts'
import { identify } from './stages/identify.ts'
import { createLimitStage } from './stages/limit.ts'
import { createLog } from './stages/log.ts'
import { createLook } from './stages/look.ts'
import { createResponseHeaders } from './stages/response-headers.ts'
import type { CertificateNews } from './tls/certificate-news.ts'
import { createSelfSigned } from './tls/self-signed.ts'
import { changeIssuers } from './tokens/issuer-table.ts'
import type { IssuerNews, IssuerTable } from './tokens/issuer-table.ts'
import { compileDraft } from './trying/draft-snapshot.ts'
import { createTrier } from './trying/trier.ts'
import type { Target } from './upstream/target.ts'
import { createUpstreamGroup } from './upstream/upstream-group.ts'
import type { UpstreamTable } from './upstream/upstream-table.ts'
import { changeUpstreams, faultsOfUpstreamTls } from './upstream/upstream-table.ts'

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
  /** Limits cannot be counted where they should be, with why; null: they can again. */
  onLimitsProblem?(problem: string | null, store: 'sqlite' | 'redis'): void
  /** Where certificates are kept that the guard makes for itself; null: nowhere but in memory. */
  tlsDirectory?: string | null
  onCertificate?(news: CertificateNews): void
  /** The keys of an issuer of tokens cannot be fetched, can be again, or are others. */
  onIssuer?(news: IssuerNews): void
  /** Where the key of CSRF tokens is kept; null: in memory alone, and open pages need a new token after a restart. */
  csrfKeyFile?: string | null
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
  /** Why limits are not counted where they should be. */
  limitsProblem(): string | null
  /** Since when limits are counted in Redis, UTC; null where they are not. */
  limitsRedisSinceMs(): number | null
  /** Whoever a limit keeps out may come again. */
  liftPenalty(limit: string, key: string): void
  /** Of the ports that speak TLS. */
  tls(): ListenerTlsState[]
  /** How the keys of issuers are. */
  issuers(): IssuerState[]
  /** What a token says, and what would become of it now. */
  judgeToken(token: string): Promise<JudgedToken | null>
  /** What was learnt of browsers since it was taken last; null: nothing new. */
  takeBrowserFindings(): BrowserFindings | null
  requestsNow(): number
  /** Sends a request through the stages for somebody at the console, or has them decide about it alone. Never rejects by the request's fault. */
  tryRequest(order: TryOrder): Promise<TryAnswer>
  close(graceMs?: number): Promise<void>
}

const ignore = () => {}
const tooMany: Refusal = { code: 'busy', title: 'Too many requests at once.', headers: ['retry-after', '1'] }
const usualGraceMs = 10_000
export const createGuard = (options: GuardOptions): Guard => {
  const { clock, ids, logger } = options
  const monotonic = () => clock.monotonic()
  let snapshot: Snapshot | null = null
  let upstreams: UpstreamTable = new Map()
  /** Of listeners that only send callers on. */
  let httpsPorts: ReadonlyMap<string, number> = new Map()
  let issuers: IssuerTable = new Map()
  const sharedLimits =
    options.limitsFile == null
      ? null
      : createSharedLimits({
          path: options.limitsFile,
          clock,
          logger,
          onProblem: (problem) => options.onLimitsProblem?.(problem, 'sqlite'),
        })
  const redis = createRedisConnection({ clock, logger, onProblem: (problem) => options.onLimitsProblem?.(problem, 'redis') })
  const limitsOfPolicy = createLimitsOfPolicy({ clock, shared: sharedLimits, redis, secretOf: options.secretOf })
  const browserFindings = createBrowserFindings()
  const csrfKeys = createCsrfKeys({ file: options.csrfKeyFile ?? null, clock, ids, logger })
  /** A draft knows of a shared key only that there is one: what stands for it must never sign, or be taken for its former. */
  const csrfKeysOfDraft: CsrfKeySource = {
    own: csrfKeys.own,
    shared: (reference) => {
      const text = options.secretOf(reference)
      return text === null ? createCsrfKeys({ file: null, clock, ids, logger }).own() : csrfKeys.shared(reference, text)
    },
  }
  let underWay = 0
  let applying: Promise<unknown> = Promise.resolve()

  const pipeline: Pipeline = createPipeline(
    [
      admit,
      createBrowserReports(browserFindings, clock),
      crossOrigin,
      createForgery(ids),
      identify,
      authorise,
      createLimitStage(monotonic),
      createForward(() => pipeline, clock),
      createResponseHeaders(() => stageNames),
      createLook(browserFindings),
      createLog(options.recorder, monotonic),
    ],
    logger,
    clock,
    () => (underWay -= 1),
  )
  const stageNames = pipeline.stages.map(({ name }) => name)

  const take = (listener: string, request: IncomingMessage, response: ServerResponse, upgrade: Exchange['upgrade']) => {
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
    if (httpsPorts.size > 0) exchange.httpsPort = httpsPorts.get(listener) ?? null
    underWay += 1
    // A caller that vanishes makes errors here that nobody else listens to. (A request's own are told to listeners alone.)
    response.on('error', ignore)
    if (underWay > snapshot.policy.bounds.requestsAtOnce) return pipeline.refuse(exchange, tooMany)
    pipeline.run(exchange)
  }
  const takeUpgrade = (listener: string, request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request)
    response.assignSocket(socket as Socket)
    // Closed whole, and not only this half: whoever is refused must not keep the connection.
    response.on('finish', () => (socket as Socket).destroySoon())
    socket.on('error', () => socket.destroy())
    take(listener, request, response, { socket, head })
  }

  const listeners = createListenerTable({
    clock,
    selfSigned: createSelfSigned(options.tlsDirectory ?? null, clock),
    common: { nextId: () => ids.next(), clock, logger, onRefused: options.onRefused },
    serve: (listener) => ({
      onRequest: (request, response) => take(listener, request, response, null),
      onUpgrade: (...given) => takeUpgrade(listener, ...given),
    }),
    onNews: (news) => options.onCertificate?.(news),
  })

  const apply = async (given: unknown): Promise<Applied> => {
    const parsed = policySchema.safeParse(given)
    if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
    const policy = parsed.data
    const keyFaults = pastedKeyFaults(policy.issuers)
    if (keyFaults.length > 0) return { ok: false, faults: keyFaults }
    const tlsFaults = faultsOfUpstreamTls(policy.upstreams, upstreams)
    if (tlsFaults.length > 0) return { ok: false, faults: tlsFaults }
    const prepared = await listeners.prepare(policy, snapshot?.policy.bounds ?? null)
    if (!prepared.ok) return prepared
    const { table, obsolete } = changeUpstreams(upstreams, policy.upstreams, (upstream) =>
      createUpstreamGroup(upstream, { clock, logger, onHealth: ({ id }, { url }, well) => options.onHealth(id, url, well) }),
    )
    const limits = await limitsOfPolicy.changeTo(policy)
    const { table: knownIssuers, obsolete: obsoleteKeys } = changeIssuers(issuers, policy.issuers, {
      clock,
      secretOf: options.secretOf,
      onNews: (news) => options.onIssuer?.(news),
    })
    issuers = knownIssuers
    upstreams = table
    snapshot = compilePolicy(policy, table, options.secretOf, limits, issuers, csrfKeys)
    browserFindings.lookAgain()
    for (const group of obsolete) group.retire()
    for (const keys of obsoleteKeys) keys.close()
    httpsPorts = new Map(policy.listeners.flatMap(({ id, httpsPort }) => (httpsPort === null ? [] : [[id, httpsPort] as const])))
    prepared.keep()
    return { ok: true, ports: listeners.ports() }
  }

  const tryRequest = createTrier({
    clock,
    ids,
    logger,
    stages: () => pipeline.stages,
    snapshot: () => snapshot,
    secretOf: options.secretOf,
    draft: (policy, available) =>
      compileDraft(
        {
          served: () => ({ upstreams, issuers }),
          limits: limitsOfPolicy,
          secretOf: options.secretOf,
          compile: (...known) => compilePolicy(...known, csrfKeysOfDraft),
          clock,
          logger,
        },
        policy,
        available,
      ),
    enter: () => ++underWay <= snapshot!.policy.bounds.requestsAtOnce,
    left: () => (underWay -= 1),
  })

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
    limitsProblem: () => limitsOfPolicy.problem(),
    limitsRedisSinceMs: () => limitsOfPolicy.redisSinceMs(),
    liftPenalty: (limit, key) => snapshot?.limits.lift(limit, key),
    tls: () => listeners.tls(),
    issuers: () => [...issuers].map(([id, { keys }]) => ({ id, ...keys.state() })),
    judgeToken: async (token) => (await snapshot?.tokens?.explain(token, [], clock.now())) ?? null,
    takeBrowserFindings: () => browserFindings.take(),
    requestsNow: () => underWay,
    tryRequest,
    close: async (graceMs = usualGraceMs) => {
      await applying
      await listeners.close(graceMs)
      for (const group of upstreams.values()) group.retire('at-once')
      limitsOfPolicy.close()
      for (const { keys } of issuers.values()) keys.close()
    },
  }
}
