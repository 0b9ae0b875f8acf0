/** Sends the request on to a target and the answer back, piece by piece, each side no faster than the other takes. */
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Exchange } from '../exchange.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'
import { answerHeaders } from '../upstream/answer-headers.ts'
import { forwardedPath, requestHeaders } from '../upstream/request-headers.ts'
import type { Target } from '../upstream/target.ts'
import { mostWaiting } from '../upstream/target.ts'
import { tunnel } from '../upstream/tunnel.ts'

const noTarget: Refusal = { code: 'no-target', title: 'The service is not there at the moment.', headers: ['retry-after', '5'] }
const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/** Before these nothing of the request has reached the target: another may be tried. */
const neverConnected = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])

const refusalOf = (error: Error): Refusal => {
  const code = codeOf(error)
  if (code === 'TOO_LARGE') return { code: 'too-large', title: 'The body is too large.' }
  if (timeouts.has(code)) return { code: 'upstream-timeout', title: 'The service took too long to answer.', reason: code }
  return { code: 'upstream-failed', title: 'The service could not be reached, or broke off.', reason: code || error.name }
}

/** Of a body that does not say how long it is. */
const counted = (body: Readable, mostBytes: number): Readable => {
  let seen = 0
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seen += chunk.length
      if (seen > mostBytes) done(Object.assign(new Error('too large'), { code: 'TOO_LARGE' }))
      else done(null, chunk)
    },
  })
  body.on('error', (error) => counter.destroy(error))
  body.on('close', () => !body.readableEnded && counter.destroy(Object.assign(new Error('broken off'), { code: 'BROKEN_OFF' })))
  return body.pipe(counter)
}

const hasBody = ({ headers }: Exchange['request']): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0')

const hashKeyOf = ({ route, source, consumer, path, request }: Exchange): string => {
  const { balance, hashBy } = route!.group.upstream
  if (balance !== 'hash') return ''
  if (hashBy === 'consumer') return consumer?.id ?? source
  if (hashBy === 'path') return path
  if (hashBy.startsWith('header:')) return String(request.headers[hashBy.slice('header:'.length).toLowerCase()] ?? source)
  return source
}

export const createForward = (pipeline: () => Pipeline, monotonic: () => number): Stage => {
  const send = (exchange: Exchange, target: Target, tried: Target[]): void => {
    const { request, response, route } = exchange
    const { settings, group } = route!
    const sinceMs = monotonic()
    let body: Readable | null = null
    if (hasBody(request)) body = request.headers['content-length'] === undefined ? counted(request, settings.maxBodyBytes) : request
    let control: Dispatcher.DispatchController | null = null
    let over = false
    let announcedTrailers = false

    const leave = () => {
      if (over) return
      over = true
      target.active -= 1
      response.off('close', onClose)
      exchange.bytesIn = Number(request.headers['content-length'] ?? 0)
      pipeline().end(exchange)
    }
    const onClose = () => {
      if (response.writableFinished) return
      exchange.brokenOff ??= 'by-caller'
      control?.abort(new Error('the caller went away'))
      leave()
    }
    const fail = (error: Error) => {
      if (over) return
      if (!response.headersSent) {
        if (codeOf(error) !== 'TOO_LARGE') group.failed(target)
        const next = neverConnected.has(codeOf(error)) && body === null ? group.choose(hashKeyOf(exchange), [...tried, target]) : null
        over = true
        target.active -= 1
        response.off('close', onClose)
        if (next) return start(exchange, next, [...tried, target])
        return pipeline().refuse(exchange, refusalOf(error))
      }
      // What was sent cannot be taken back: cutting the connection is the only way to say that it is not whole.
      exchange.brokenOff ??= 'by-upstream'
      response.destroy()
      leave()
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (controller) => {
        control = controller
        if (response.destroyed) controller.abort(new Error('the caller went away'))
      },
      onResponseStart: (controller, status, headers, statusMessage) => {
        if (over) return
        if (status < 200) {
          // 103 Early Hints; what else comes before an answer is of this hop.
          const { link } = headers
          if (status === 103 && link !== undefined && request.httpVersion !== '1.0') response.writeEarlyHints({ link })
          return
        }
        exchange.upstreamMs = monotonic() - sinceMs
        if (status >= 500) group.failed(target)
        else group.succeeded(target)
        const head = { status, headers: answerHeaders(controller.rawHeaders as Buffer[], headers.connection) }
        pipeline().answer(exchange, head)
        announcedTrailers = headers['trailer'] !== undefined
        exchange.status = status
        response.writeHead(status, statusMessage ?? '', head.headers)
      },
      onResponseData: (controller, chunk) => {
        exchange.bytesOut += chunk.length
        if (response.write(chunk)) return
        controller.pause()
        response.once('drain', () => controller.resume())
      },
      onResponseEnd: (_controller, trailers) => {
        if (over) return
        if (announcedTrailers && Object.keys(trailers ?? {}).length > 0) response.addTrailers(trailers)
        response.end()
        leave()
      },
      onResponseError: (_controller, error) => fail(error),
    }

    exchange.target = target
    target.active += 1
    response.on('close', onClose)
    try {
      target.pool.dispatch(
        {
          method: request.method!,
          path: forwardedPath(exchange),
          headers: requestHeaders(exchange, target.host),
          body,
          headersTimeout: settings.answerTimeoutMs,
          bodyTimeout: settings.idleTimeoutMs,
        },
        handler,
      )
    } catch (error) {
      fail(error as Error)
    }
  }

  const start = (exchange: Exchange, target: Target, tried: Target[]): void => {
    if (target.pool.stats.queued >= mostWaiting)
      return pipeline().refuse(exchange, { code: 'busy', title: 'The service is too busy.', headers: ['retry-after', '1'] })
    if (tried.length === 0 && exchange.request.headers.expect !== undefined) exchange.response.writeContinue()
    send(exchange, target, tried)
  }

  return {
    name: 'forward',
    why: 'when all have let it by',
    fails: 'closed',
    decides: false,
    request: (exchange) => {
      const { route } = exchange
      if (route!.injected === null)
        return { code: 'no-target', title: 'The service cannot be used at the moment.', reason: 'a key to put in cannot be had' }
      const target = route!.group.choose(hashKeyOf(exchange), [])
      if (!target) return noTarget
      if (exchange.upgrade) {
        tunnel(exchange, target, pipeline(), monotonic)
        return null
      }
      start(exchange, target, [])
      return null
    },
  }
}
