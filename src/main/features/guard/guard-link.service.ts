/** The console's end of the socket to the guard: finds it, proves itself, hands over policies, acknowledges batches. */
import { connect } from 'node:net'
import type { Clock } from '../../../ports/clock.ts'
import type { FramedSocket } from '../../../ports/framed-socket.ts'
import { ensureGuardToken, guardSocketPath, proveEachOther } from '../../../ports/guard-door.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { ToConsole, ToGuard, TryAnswer, TryOrder } from '../../../shared/guard-protocol.ts'
import { toConsoleSchema } from '../../../shared/guard-protocol.ts'
import type { TelemetryTried } from '../../../shared/telemetry-state.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { JudgedToken } from '../../../shared/issuer.ts'
import { createAwaitedAnswers } from './awaited-answers.ts'

type Said<T extends ToConsole['t']> = Extract<ToConsole, { t: T }>
export type GuardHello = Said<'hello'>
export type GuardApplied = Said<'applied'>
export type GuardReport = Said<'state'>
export type GuardOnBrowsers = Said<'browsers'>
/** Numbers rise strictly, over restarts of the guard too, and batches come in their order: a number at or below the last committed is a repeat. */
export type GuardBatch = Said<'batch'>

/** What is done with what the guard tells. */
export interface GuardListener {
  /** A guard is there, started now or found running; time to send it the newest policy with its secrets. */
  onHello(hello: GuardHello): void
  /** Its answer to the policy of this revision. */
  onApplied(applied: GuardApplied): void
  onState(report: GuardReport): void
  onBrowsers?(findings: GuardOnBrowsers): void
  /** Resolves once it is committed; only then is it acknowledged. Rejects: it is sent again later. Never called for two at once. */
  onBatch(batch: GuardBatch): Promise<void>
  /** Gone, or not to be reached. */
  onGone(problem: string): void
}

export interface GuardLink {
  /** Tries once; rejects where no guard answers that has the token. Resolves with its greeting. */
  connect(): Promise<GuardHello>
  /** Null while none is there. */
  hello(): GuardHello | null
  /** Throws BUSY where no guard is there, or it goes or stays silent meanwhile. */
  tryRequest(order: TryOrder): Promise<TryAnswer>
  /** Throws BUSY as that does, and where no issuer is known. The token is kept nowhere. */
  judgeToken(token: string): Promise<JudgedToken>
  /** Has something sent by OpenTelemetry at once. Throws BUSY as those do. */
  tryTelemetry(): Promise<TelemetryTried[]>
  /** Over the socket only. `secrets`: what the references of the policy stand for. False where no guard is there. */
  sendPolicy(policy: unknown, secrets: Readonly<Record<string, string>>): boolean
  /** Over the socket only. False where no guard is there. */
  liftPenalty(limit: string, key: string): boolean
  /** The guard ends in order, at the latest after `graceMs`. False where no guard is there. */
  sendStop(graceMs: number): boolean
  /** Resolves when no batch is being taken any more. */
  close(): Promise<void>
}

export interface GuardLinkOptions {
  dataDirectory: string
  clock: Clock
  ids: Ids
  logger: Logger
  listener: GuardListener
}

/** A little more than the guard itself takes for one. */
const tryMs = 40_000
/** Keys may have to be fetched for it. */
const judgeMs = 10_000
/** As long as the guard may wait for an answer, and a little more. */
const telemetryMs = 70_000

/** Batches that may be under way at once. */
const usualCredit = 8

export const createGuardLink = ({ dataDirectory, clock, ids, logger, listener }: GuardLinkOptions): GuardLink => {
  let current: { framed: FramedSocket; hello: GuardHello } | null = null
  let taking: Promise<void> = Promise.resolve()
  const tries = createAwaitedAnswers<TryAnswer>(clock, tryMs)
  const judgements = createAwaitedAnswers<Said<'token-judged'>>(clock, judgeMs)
  const telemetryTrials = createAwaitedAnswers<TelemetryTried[]>(clock, telemetryMs)
  const loseQuestions = () => {
    telemetryTrials.lose()
    tries.lose()
    judgements.lose()
  }

  const takeBatch = async (framed: FramedSocket, batch: GuardBatch): Promise<void> => {
    // Of a connection that is over: it comes again.
    if (current?.framed !== framed) return
    try {
      await listener.onBatch(batch)
    } catch (error) {
      logger.error({ err: error, batch: batch.number }, 'a batch of the guard could not be kept; it will be sent again')
      // Those after it must not be taken before it.
      return framed.destroy('a batch could not be kept')
    }
    framed.send({ t: 'ack', batch: batch.number } satisfies ToGuard)
    framed.send({ t: 'credit', batches: 1 } satisfies ToGuard)
  }
  const hear = (framed: FramedSocket, message: ToConsole) => {
    if (message.t === 'batch') taking = taking.then(() => takeBatch(framed, message))
    else if (message.t === 'applied') {
      if (current && message.ok) current.hello = { ...current.hello, servedRevision: message.revision, ports: message.ports }
      listener.onApplied(message)
    } else if (message.t === 'state') listener.onState(message)
    else if (message.t === 'browsers') listener.onBrowsers?.(message)
    else if (message.t === 'tried') tries.take(message.id, message.answer)
    else if (message.t === 'token-judged') judgements.take(message.id, message)
    else if (message.t === 'telemetry-tried') telemetryTrials.take(message.id, message.tried)
  }

  const open = async (): Promise<GuardHello> => {
    ensureGuardToken(dataDirectory, ids)
    let own: FramedSocket | null = null
    let failed: ((error: Error) => void) | null = null
    const socket = connect(guardSocketPath(dataDirectory))
    const framed = await proveEachOther(socket, { role: 'console', dataDirectory, clock, ids }, (problem) => {
      if (current === null || current.framed !== own) return failed?.(new Error(problem))
      current = null
      loseQuestions()
      listener.onGone(problem)
    })
    own = framed
    return new Promise((resolve, reject) => {
      failed = reject
      framed.receive((given) => {
        const parsed = toConsoleSchema.safeParse(given)
        if (!parsed.success) {
          logger.error({ issues: parsed.error.issues.slice(0, 3) }, 'the guard said what the console does not understand')
          return framed.destroy('the guard speaks another language')
        }
        if (parsed.data.t !== 'hello') {
          // Before its greeting it may already tell how it is.
          if (current?.framed === framed) hear(framed, parsed.data)
          return
        }
        current = { framed, hello: parsed.data }
        failed = null
        resolve(parsed.data)
        listener.onHello(parsed.data)
        framed.send({ t: 'credit', batches: usualCredit } satisfies ToGuard)
      })
    })
  }
  const tryRequest = async (order: TryOrder): Promise<TryAnswer> => {
    if (!say({ t: 'try', order })) throw new GatehouseError('BUSY', 'The guard does not run; start it to try a request.', {})
    const answer = await tries.wait(order.id)
    if (!answer) throw new GatehouseError('BUSY', 'The guard went away, or did not answer in time.', {})
    return answer
  }
  const judgeToken = async (token: string): Promise<JudgedToken> => {
    const id = ids.next()
    if (!say({ t: 'judge-token', id, token })) throw new GatehouseError('BUSY', 'The guard does not run; start it to test a token.', {})
    const answer = await judgements.wait(id)
    if (!answer) throw new GatehouseError('BUSY', 'The guard went away, or did not answer in time.', {})
    if (!answer.judged) throw new GatehouseError('BUSY', 'The guard serves by no policy that knows an issuer yet.', {})
    return answer.judged
  }
  const tryTelemetry = async (): Promise<TelemetryTried[]> => {
    const id = ids.next()
    if (!say({ t: 'try-telemetry', id })) throw new GatehouseError('BUSY', 'The guard does not run; start it to send a test.', {})
    const answer = await telemetryTrials.wait(id)
    if (!answer) throw new GatehouseError('BUSY', 'The guard went away, or did not answer in time.', {})
    return answer
  }
  const say = (message: ToGuard): boolean => {
    current?.framed.send(message)
    return current !== null
  }

  return {
    connect: open,
    hello: () => current?.hello ?? null,
    tryRequest,
    judgeToken,
    tryTelemetry,
    sendPolicy: (policy, secrets) => say({ t: 'policy', policy, secrets: { ...secrets } }),
    liftPenalty: (limit, key) => say({ t: 'lift-penalty', limit, key }),
    sendStop: (graceMs) => say({ t: 'stop', graceMs }),
    close: async () => {
      const { framed } = current ?? {}
      current = null
      loseQuestions()
      framed?.end()
      await taking
    },
  }
}
