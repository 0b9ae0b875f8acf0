/** A WebSocket: asks the target, and joins the two connections once it agrees. */
import { request as ask } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as askSecurely } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../ports/clock.ts'
import type { Exchange } from '../exchange.ts'
import type { Pipeline } from '../pipeline.ts'
import type { AnswerHead } from '../stage.ts'
import { attemptAnswered, attemptFailed } from '../telemetry/request-trace.ts'
import { answerHeaders } from './answer-headers.ts'
import { forwardedPath } from './forwarded-path.ts'
import { requestHeaders } from './request-headers.ts'
import type { Target } from './target.ts'

/** A peer that vanished without a word is noticed by the system's own probes. */
const probeAfterMs = 30_000

const headText = ({ status, headers }: AnswerHead, phrase: string): string => {
  const lines = [`HTTP/1.1 ${status} ${phrase}`]
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Each end closes the other; an end that breaks breaks the other. */
const join = (exchange: Exchange, client: Socket, target: Socket, done: () => void): void => {
  let open = 2
  const closed = () => {
    open -= 1
    if (open === 0) done()
  }
  for (const [from, to] of [
    [client, target],
    [target, client],
  ] as const) {
    from.setKeepAlive(true, probeAfterMs)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      // What was read is still delivered; an end without the other half's has nothing more to say.
      to.destroySoon()
      closed()
    })
    from.pipe(to)
  }
  client.on('data', (chunk: Buffer) => (exchange.bytesIn += chunk.length))
  target.on('data', (chunk: Buffer) => (exchange.bytesOut += chunk.length))
}

export const tunnel = (exchange: Exchange, target: Target, pipeline: Pipeline, clock: Clock): void => {
  const { response, route } = exchange
  const { head } = exchange.upgrade!
  const socket = exchange.upgrade!.socket as Socket
  const { settings, group } = route!
  const sinceMs = clock.monotonic()
  exchange.target = target
  if (exchange.trace) exchange.snapshot.tracing!.attempt(exchange.trace, target.url, sinceMs)
  target.active += 1
  let over = false
  let answered = false
  const leave = (): boolean => {
    if (over) return false
    over = true
    target.active -= 1
    return true
  }
  const end = () => {
    if (leave()) pipeline.end(exchange)
  }

  const secure = target.url.startsWith('https:')
  const outgoing = (secure ? askSecurely : ask)(target.url, {
    method: 'GET',
    path: forwardedPath(exchange),
    headers: [...requestHeaders(exchange, target.host), 'connection', 'Upgrade', 'upgrade', 'websocket'],
    timeout: settings.answerTimeoutMs,
    agent: false,
    ...(secure && target.tls.optionsFor(new URL(target.url).hostname)),
  })
  const fail = (code: 'upstream-failed' | 'upstream-timeout', reason: string) => {
    if (answered || !leave()) return
    outgoing.destroy()
    if (exchange.trace) attemptFailed(exchange.trace, reason, clock.monotonic())
    group.failed(target)
    pipeline.refuse(exchange, { code, title: 'The service did not take the connection.', reason })
  }
  const headOf = (answer: IncomingMessage): AnswerHead => {
    answered = true
    exchange.upstreamMs = clock.monotonic() - sinceMs
    group.succeeded(target)
    const made = {
      status: answer.statusCode ?? 502,
      headers: answerHeaders(answer.rawHeaders, {
        connection: answer.headers.connection,
        chunked: answer.headers['transfer-encoding'] !== undefined,
        trailers: false,
      }),
    }
    if (exchange.trace) attemptAnswered(exchange.trace, made.status)
    pipeline.answer(exchange, made)
    exchange.status = made.status
    return made
  }
  const callerLeft = () => {
    if (answered) return
    exchange.brokenOff ??= 'by-caller'
    end()
    outgoing.destroy()
  }

  socket.on('close', callerLeft)
  outgoing.on('timeout', () => fail('upstream-timeout', 'no answer to the upgrade'))
  outgoing.on('error', (error: NodeJS.ErrnoException) => fail('upstream-failed', error.code ?? error.name))
  outgoing.on('upgrade', (answer: IncomingMessage, upstream: Duplex, upstreamHead: Buffer) => {
    if (over) return void upstream.destroy()
    const made = headOf(answer)
    made.headers.push('connection', 'Upgrade', 'upgrade', 'websocket')
    const targetSocket = upstream as Socket
    targetSocket.setTimeout(0)
    response.detachSocket(socket)
    socket.write(headText(made, 'Switching Protocols'), 'latin1')
    if (upstreamHead.length > 0) {
      exchange.bytesOut += upstreamHead.length
      socket.write(upstreamHead)
    }
    if (head.length > 0) {
      exchange.bytesIn += head.length
      targetSocket.write(head)
    }
    join(exchange, socket, targetSocket, end)
  })
  outgoing.on('response', (answer) => {
    if (over) return void answer.destroy()
    const made = headOf(answer)
    response.on('close', () => {
      if (!response.writableFinished) exchange.brokenOff ??= answer.complete ? 'by-caller' : 'by-upstream'
      outgoing.destroy()
      end()
    })
    response.writeHead(made.status, [...made.headers, 'connection', 'close'])
    answer.on('data', (chunk: Buffer) => (exchange.bytesOut += chunk.length))
    answer.on('close', () => answer.complete || socket.destroy())
    answer.pipe(response)
  })
  outgoing.end()
}
