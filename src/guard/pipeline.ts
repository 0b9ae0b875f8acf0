/** Takes a request through the stages, in their order; what a stage refuses is answered here. */
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Exchange } from './exchange.ts'
import { isWholeRequest, linger } from './linger.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import { problemOf, statusOf } from './refusal.ts'
import type { AnswerHead, Stage } from './stage.ts'

export interface Pipeline {
  readonly stages: readonly Stage[]
  run(exchange: Exchange): void
  /** The head of an answer, from the target or from the guard itself, as it will be sent. */
  answer(exchange: Exchange, head: AnswerHead): void
  refuse(exchange: Exchange, refusal: Refusal): void
  end(exchange: Exchange): void
}

/** Who speaks so unclearly may mean something else by what follows, too. */
const endsConnection = new Set<RefusalCode>(['bad-request', 'method-refused', 'headers-too-large', 'request-timeout'])

const broken: Refusal = { code: 'guard-failed', title: 'The guard could not decide about this request.' }

/** `ended` is called once for each request that was run, last of all. */
export const createPipeline = (stages: readonly Stage[], logger: Logger, clock: Clock, ended: () => void): Pipeline => {
  const answering = stages.filter(({ answer }) => answer)
  const failed = (exchange: Exchange, stage: Stage, error: unknown): Refusal | null => {
    logger.error({ err: error, stage: stage.name, requestId: exchange.id }, 'a stage of the guard failed')
    return stage.fails === 'open' ? null : { ...broken, reason: `${stage.name} failed` }
  }
  const overlooks = (exchange: Exchange, stage: Stage): boolean =>
    stage.decides && (exchange.snapshot.policy.passThrough || exchange.route?.settings.passThrough === true)

  /** True where the request goes on. */
  const judge = (exchange: Exchange, at: number, refusal: Refusal | null, spentMs: number): boolean => {
    exchange.spentMs[at] = spentMs
    if (!refusal) {
      if (exchange.reply === null || exchange.ended) return true
      send(exchange, { status: exchange.reply, headers: [] }, '')
      return false
    }
    if (overlooks(exchange, stages[at]!)) {
      exchange.overlooked.push(refusal)
      return true
    }
    pipeline.refuse(exchange, refusal)
    return false
  }

  const isGone = ({ response, ended }: Exchange): boolean => !ended && (response.destroyed || response.closed)
  const leave = (exchange: Exchange): void => {
    exchange.brokenOff ??= 'by-caller'
    pipeline.end(exchange)
  }

  const runFrom = (exchange: Exchange, first: number, beganMs: number): void => {
    let sinceMs = beganMs
    for (let at = first; at < stages.length; at++) {
      const stage = stages[at]!
      if (!stage.request || exchange.ended) continue
      let outcome: Refusal | null | Promise<Refusal | null>
      try {
        outcome = stage.request(exchange)
      } catch (error) {
        outcome = failed(exchange, stage, error)
      }
      if (outcome instanceof Promise) {
        const waitingMs = sinceMs
        void outcome
          .catch((error: unknown) => failed(exchange, stage, error))
          .then((refusal) => {
            const nowMs = clock.monotonic()
            // Of a caller that went away meanwhile nobody else hears any more.
            if (isGone(exchange)) return leave(exchange)
            if (judge(exchange, at, refusal, nowMs - waitingMs)) runFrom(exchange, at + 1, nowMs)
          })
        return
      }
      // The end of one stage is the beginning of the next.
      const nowMs = clock.monotonic()
      if (!judge(exchange, at, outcome, nowMs - sinceMs)) return
      sinceMs = nowMs
    }
  }

  /** Of the guard itself. */
  const send = (exchange: Exchange, head: AnswerHead, body: string): void => {
    const { request, response, refusal } = exchange
    if (response.headersSent || response.destroyed) {
      response.destroy()
      return pipeline.end(exchange)
    }
    pipeline.answer(exchange, head)
    exchange.status = head.status
    const silent = request.method === 'HEAD' || body === ''
    exchange.bytesOut = silent ? 0 : Buffer.byteLength(body)
    const whole = isWholeRequest(request)
    if (!whole || exchange.upgrade || (refusal && endsConnection.has(refusal.code))) head.headers.push('connection', 'close')
    response.writeHead(head.status, head.headers)
    if (whole || silent || exchange.upgrade) response.end(silent ? undefined : body)
    else {
      response.write(body)
      linger(request, clock, () => response.end())
    }
    pipeline.end(exchange)
  }

  const pipeline: Pipeline = {
    stages,
    run: (exchange) => runFrom(exchange, 0, exchange.startedMs),
    answer: (exchange, head) => {
      for (const stage of answering) {
        try {
          stage.answer!(exchange, head)
        } catch (error) {
          failed(exchange, stage, error)
        }
      }
    },
    refuse: (exchange, refusal) => {
      exchange.refusal = refusal
      const body = problemOf(refusal, exchange.id)
      const headers = ['content-type', 'application/problem+json', 'content-length', String(Buffer.byteLength(body))]
      send(exchange, { status: statusOf(refusal), headers: [...headers, 'cache-control', 'no-store', ...(refusal.headers ?? [])] }, body)
    },
    end: (exchange) => {
      if (exchange.ended) return
      exchange.ended = true
      for (const stage of stages) {
        try {
          stage.end?.(exchange)
        } catch (error) {
          failed(exchange, stage, error)
        }
      }
      ended()
    },
  }
  return pipeline
}
