/**
 * Tries a request: the stages of the guard judge it one by one as they judge any other. Where it is only to be decided about,
 * the forwarding is left out, limits are looked at and not used up, and nothing is recorded.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { TryAnswer, TryOrder } from '../../shared/guard-protocol.ts'
import type { Exchange } from '../exchange.ts'
import { beginExchange } from '../exchange.ts'
import { createPipeline } from '../pipeline.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { sourceOf } from '../source-of.ts'
import type { Stage } from '../stage.ts'
import { targetFor } from '../stages/forward.ts'
import type { DraftSnapshot } from './draft-snapshot.ts'
import type { Outcome, ReceivedAnswer } from './memory-connection.ts'
import { openMemoryConnection } from './memory-connection.ts'
import { requestSent } from './request-sent.ts'
import { routesNotChosen } from './routes-not-chosen.ts'
import { withoutCutSecret, withoutSecrets } from './shown-headers.ts'
import { limitsTold, watchStages } from './stage-notes.ts'
import { asCaller } from './tried-caller.ts'

export interface TrierParts {
  clock: Clock
  ids: Ids
  logger: Logger
  stages(): readonly Stage[]
  snapshot(): Snapshot | null
  /** What a reference of the policy stands for. */
  secretOf(reference: string): string | null
  draft(policy: unknown, available: ReadonlySet<string>): DraftSnapshot | null
  /** False where there are too many requests at once. */
  enter(): boolean
  left(): void
}

const mostAtOnce = 4
const mostMs = 30_000
const here = '127.0.0.1'
const mostTurns = 1000
const ignore = () => {}

const problems: Record<Extract<Outcome, { kind: 'none' }>['why'], string> = {
  unreadable: 'It was refused before it was a request: its headers are too large, or it is no clear HTTP.',
  'broken-off': 'The connection was closed without an answer.',
  'too-slow': `No whole answer came within ${mostMs / 1000} seconds; it was given up.`,
}

const withholding = (answer: ReceivedAnswer, secrets: readonly string[]): ReceivedAnswer => ({
  ...answer,
  headers: answer.headers.map(({ name, value }) => ({ name, value: value === null ? null : withoutSecrets(value, secrets) })),
  body: (answer.isCut ? withoutCutSecret : withoutSecrets)(answer.body, secrets),
})

/** Decides as the forwarding does, and leaves the turn of the targets as it was. */
const decideForward = (forward: Stage, done: (exchange: Exchange) => void): Stage => ({
  ...forward,
  request: (exchange) => {
    const { targets } = exchange.route!.group
    const turns = targets.map(({ turn }) => turn)
    const found = targetFor(exchange)
    for (const [at, target] of targets.entries()) target.turn = turns[at]!
    if ('code' in found) return found
    exchange.target = found
    queueMicrotask(() => done(exchange))
    return null
  },
})
/** What a stage does at the end of a request is of requests that were sent. */
const withoutEnd = ({ end: _end, ...stage }: Stage): Stage => stage

export const createTrier = (parts: TrierParts) => {
  const { clock, ids } = parts
  let underWay = 0
  let drafts = 0

  const run = async (order: TryOrder, given: Snapshot): Promise<TryAnswer> => {
    const { sends } = order
    const caller = asCaller(given, order.request, order.as, ids)
    const { request } = caller
    const { peek } = given.limits
    const snapshot = sends ? caller.snapshot : { ...caller.snapshot, limits: { ...given.limits, take: peek } }
    let exchange: Exchange | null = null
    let over = ignore
    const ended = new Promise<void>((resolve) => (over = resolve))
    const end = (one: Exchange) => pipeline.end(one)
    const stages = parts.stages().map((stage) => {
      if (sends) return stage
      return withoutEnd(stage.name === 'forward' ? decideForward(stage, end) : stage)
    })
    const notes = watchStages(stages, sends)
    const pipeline = createPipeline(notes.stages, parts.logger, clock, () => {
      if (sends) parts.left()
      over()
    })
    const connection = openMemoryConnection({
      request,
      headerBytes: snapshot.policy.bounds.headerBytes,
      remoteAddress: order.source ?? here,
      mostMs,
      clock,
      onRequest: (incoming, response) => {
        response.on('error', ignore)
        const told = incoming.headers['x-forwarded-for'] as string | undefined
        // What is sent on is of this machine, whatever its headers say: nobody borrows an address from a trusted proxy here.
        const { source, behindProxy } = sends ? { source: here, behindProxy: false } : sourceOf(snapshot, order.source ?? here, told)
        const known = { id: order.id, request: incoming, response, snapshot, upgrade: null, source, behindProxy }
        exchange = beginExchange(
          { ...known, atMs: clock.now(), startedMs: clock.monotonic(), tried: { by: order.by, sends } },
          stages.length,
        )
        if (sends && !parts.enter())
          return pipeline.refuse(exchange, { code: 'busy', title: 'Too many requests at once.', headers: ['retry-after', '1'] })
        pipeline.run(exchange)
      },
    })
    const began = clock.monotonic()
    let outcome: Outcome | null = sends ? await connection.outcome : await Promise.race([ended.then(() => null), connection.outcome])
    // An assertion, since the compiler does not see that it is set by a callback.
    const reached = exchange as Exchange | null
    const ofGuard = reached !== null && (reached.refusal !== null || reached.reply !== null)
    if (outcome === null && ofGuard) outcome = await connection.outcome
    connection.end()
    const tookMs = clock.monotonic() - began
    // Its end is told to the stages just after its last byte.
    for (let turn = 0; sends && reached && !reached.ended && turn < mostTurns; turn++) await nextTurn()
    const secrets = (reached?.route?.settings.injectKeys ?? []).flatMap(({ secret }) => parts.secretOf(secret) || [])
    const received = outcome?.kind === 'answer' ? withholding(outcome.answer, secrets) : null
    const asked = reached && reached.comparable !== '' ? { host: reached.host, path: reached.comparable, request: reached.request } : null
    const others = asked
      ? await routesNotChosen(snapshot.policy.routes, reached!.route?.route.id ?? null, asked)
      : { notChosen: [], moreNotChosen: 0 }
    return {
      ok: true,
      tried: {
        id: order.id,
        policyRevision: snapshot.policy.revision,
        tookMs,
        source: reached?.source ?? order.source ?? here,
        route: reached?.route?.route.id ?? null,
        consumer: reached?.consumer?.id ?? null,
        stages: notes.told(reached),
        ...others,
        limits: reached ? limitsTold(reached) : [],
        sent: reached ? requestSent(reached, Buffer.byteLength(request.body)) : null,
        answer: received && { by: ofGuard ? 'guard' : 'target', ...received },
        problem: outcome?.kind === 'none' ? problems[outcome.why] : null,
      },
    }
  }

  const runDraft = async (order: TryOrder, { policy, available }: NonNullable<TryOrder['draft']>): Promise<TryAnswer> => {
    if (order.sends) return { ok: false, problem: 'By a policy that is not in force nothing is sent.' }
    // One at a time: each holds a whole policy in memory.
    if (drafts > 0) return { ok: false, problem: 'Somebody tries a change just now. Try again in a moment.' }
    drafts += 1
    let draft: DraftSnapshot | null = null
    try {
      draft = parts.draft(policy, new Set(available))
      return draft ? await run(order, draft.snapshot) : { ok: false, problem: 'The changed policy is none that the guard could serve by.' }
    } finally {
      draft?.release()
      drafts -= 1
    }
  }

  return async (order: TryOrder): Promise<TryAnswer> => {
    const snapshot = parts.snapshot()
    if (!snapshot) return { ok: false, problem: 'The guard serves by no policy yet.' }
    if (order.sends && order.source !== null)
      return { ok: false, problem: 'What is sent comes from this machine: no address can be pretended.' }
    if (underWay >= mostAtOnce) return { ok: false, problem: 'Several requests are being tried just now. Try again in a moment.' }
    underWay += 1
    try {
      return order.draft ? await runDraft(order, order.draft) : await run(order, snapshot)
    } finally {
      underWay -= 1
    }
  }
}
