/** One request on its way to one target, and the answer on its way back, piece by piece, each side no faster than the other takes. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Clock } from '../../ports/clock.ts'
import type { Exchange } from '../exchange.ts'
import { isWholeRequest, linger } from '../linger.ts'
import type { Pipeline } from '../pipeline.ts'
import { attemptAnswered, attemptFailed } from '../telemetry/request-trace.ts'
import { answerHeaders, answerTrailers } from './answer-headers.ts'
import { countPassed } from './body-garbage.ts'
import { codeOf, isOfCaller, refusalOf } from './forward-faults.ts'
import { forwardedPath } from './forwarded-path.ts'
import { hasBody, RequestBody } from './request-body.ts'
import { requestHeaders } from './request-headers.ts'
import type { Passenger } from './connection-pool.ts'
import type { Target } from './target.ts'

/** An answer up to so long goes out as one piece with its head: one write instead of two. */
const smallAnswerBytes = 16 * 1024
/** Early hints of one answer that are sent on. */
const mostHints = 8

export interface ForwardingParts {
  clock: Clock
  pipeline: Pipeline
  /** Another target, or the same again; null where there is none to be tried. Called before anything was answered. */
  next(exchange: Exchange, target: Target, code: string, sentBody: boolean): (() => void) | null
}

/** A class and not closures: there is one for each request. */
export class Forwarding implements Passenger {
  readonly #parts: ForwardingParts
  readonly #exchange: Exchange
  readonly #target: Target
  readonly #sinceMs: number
  #body: RequestBody | null = null
  #control: Dispatcher.DispatchController | null = null
  #over = false
  #trailers = false
  #hints = 0
  /** Of the answer, as it says; -1 where it does not. */
  #length = -1
  #last: Buffer | null = null
  #stopWaiting: (() => void) | null = null

  constructor(parts: ForwardingParts, exchange: Exchange, target: Target) {
    this.#parts = parts
    this.#exchange = exchange
    this.#target = target
    this.#sinceMs = parts.clock.monotonic()
  }

  send(): void {
    const exchange = this.#exchange
    const { request, response, route } = exchange
    const { answerTimeoutMs, idleTimeoutMs, maxBodyBytes } = route!.settings
    exchange.target = this.#target
    if (exchange.trace) exchange.snapshot.tracing!.attempt(exchange.trace, this.#target.url, this.#sinceMs)
    this.#target.active += 1
    response.on('close', this.#closed)
    if (hasBody(request))
      this.#body = new RequestBody(request, { mostBytes: maxBodyBytes, idleMs: idleTimeoutMs, clock: this.#parts.clock })
    try {
      this.#target.pool.dispatch(
        {
          method: request.method!,
          path: forwardedPath(exchange),
          headers: requestHeaders(exchange, this.#target.host),
          body: this.#body,
          headersTimeout: answerTimeoutMs,
          bodyTimeout: idleTimeoutMs,
        },
        this,
        answerTimeoutMs,
      )
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  onRequestStart(control: Dispatcher.DispatchController): void {
    this.#control = control
    if (this.#over) control.abort(new Error('the caller went away'))
  }

  onResponseStart(control: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders, phrase?: string): void {
    if (this.#over) return
    if (status < 200) return this.#hint(status, headers)
    const { clock, pipeline } = this.#parts
    const exchange = this.#exchange
    const { request, response, route } = exchange
    exchange.upstreamMs = clock.monotonic() - this.#sinceMs
    if (status === 502 || status === 503 || status === 504) route!.group.failed(this.#target)
    else route!.group.succeeded(this.#target)
    const chunked = headers['transfer-encoding'] !== undefined
    this.#trailers =
      chunked &&
      headers['trailer'] !== undefined &&
      request.httpVersion !== '1.0' &&
      request.method !== 'HEAD' &&
      status !== 204 &&
      status !== 304
    const head = {
      status,
      headers: answerHeaders(control.rawHeaders as Buffer[], { connection: headers.connection, chunked, trailers: this.#trailers }),
    }
    if (!chunked && request.method !== 'HEAD' && headers['content-length'] !== undefined) this.#length = Number(headers['content-length'])
    if (exchange.trace) attemptAnswered(exchange.trace, status)
    pipeline.answer(exchange, head)
    exchange.status = status
    response.writeHead(status, phrase ?? '', head.headers)
    // Somebody may wait for the head alone, as those who read events do; a small answer goes out with its head.
    if (this.#length < 0 || this.#length > smallAnswerBytes) process.nextTick(flushHead, this)
  }

  onResponseData(control: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return
    const { response, route } = this.#exchange
    this.#exchange.bytesOut += chunk.length
    if (this.#exchange.bytesOut === this.#length && chunk.length <= smallAnswerBytes) {
      this.#last = chunk
      return
    }
    countPassed(chunk.length)
    if (response.write(chunk)) return
    control.pause()
    response.once('drain', this.#drained)
    this.#stopWaiting = this.#parts.clock.after(route!.settings.idleTimeoutMs, this.#tooSlow)
  }

  onResponseEnd(_control: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#target.pool.release(this)
    if (this.#over) return
    const { request, response } = this.#exchange
    if (this.#trailers) response.addTrailers(answerTrailers(trailers))
    if (this.#last === null) response.end()
    // As text it is joined to the head, and both are one write.
    else response.end(this.#last.toString('latin1'), 'latin1')
    this.#last = null
    // Answered before all of the body came: the rest is not waited for beyond a moment.
    if (!isWholeRequest(request)) linger(request, this.#parts.clock, (whole) => whole || request.socket.destroy())
  }

  onResponseError(_control: Dispatcher.DispatchController, error: Error): void {
    this.#target.pool.release(this)
    this.#fail(error)
  }

  onWaitedTooLong(): void {
    this.#leave()
    if (this.#exchange.trace) attemptFailed(this.#exchange.trace, 'busy', this.#parts.clock.monotonic())
    this.#parts.pipeline.refuse(this.#exchange, { code: 'busy', title: 'The service is too busy.', headers: ['retry-after', '1'] })
  }

  flushHead(): void {
    const { response, bytesOut } = this.#exchange
    if (!this.#over && bytesOut === 0 && !response.writableEnded) response.flushHeaders()
  }

  #hint(status: number, { link }: IncomingHttpHeaders): void {
    const { request, response } = this.#exchange
    // What else comes before an answer is of that hop.
    if (status !== 103 || link === undefined || request.httpVersion === '1.0' || ++this.#hints > mostHints) return
    try {
      response.writeEarlyHints({ link })
    } catch {
      // A link that node:http does not take: hints may be left out.
    }
  }

  #drained = (): void => {
    this.#stopWaiting?.()
    this.#stopWaiting = null
    this.#control?.resume()
  }

  #tooSlow = (): void => {
    this.#exchange.brokenOff ??= 'by-caller'
    this.#exchange.response.destroy()
  }

  /** The end of every answer that was begun, and of every caller that does not wait for one. */
  #closed = (): void => {
    if (this.#over) return
    const { response } = this.#exchange
    if (!response.writableFinished) {
      this.#exchange.brokenOff ??= 'by-caller'
      this.#leave()
      // What was not begun only waits.
      if (this.#control) this.#control.abort(new Error('the caller went away'))
      else this.#target.pool.leave(this)
      this.#body?.destroy()
    } else this.#leave()
    this.#parts.pipeline.end(this.#exchange)
  }

  #leave(): void {
    this.#over = true
    this.#target.active -= 1
    this.#stopWaiting?.()
    const { response } = this.#exchange
    response.off('close', this.#closed)
    response.off('drain', this.#drained)
    this.#exchange.bytesIn = this.#body?.bytes ?? 0
  }

  #fail(error: Error): void {
    if (this.#over) return
    const exchange = this.#exchange
    const { pipeline, next } = this.#parts
    const code = codeOf(error)
    const ofCaller = isOfCaller(code)
    if (exchange.trace) attemptFailed(exchange.trace, code || error.name, this.#parts.clock.monotonic())
    if (!ofCaller) exchange.route!.group.failed(this.#target)
    if (exchange.response.headersSent) {
      // What was sent cannot be taken back: cutting the connection is the only way to say that it is not whole.
      exchange.brokenOff ??= ofCaller ? 'by-caller' : 'by-upstream'
      exchange.response.destroy()
      return
    }
    const again = ofCaller ? null : next(exchange, this.#target, code, this.#body !== null)
    this.#leave()
    if (again) return again()
    if (code === 'BODY_BROKEN_OFF') exchange.brokenOff ??= 'by-caller'
    pipeline.refuse(exchange, refusalOf(error))
  }
}

const flushHead = (forwarding: Forwarding): void => forwarding.flushHead()
