/** A WebSocket: asks the target, and joins the two connections once it agrees. */
import { request as ask } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as askSecurely } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Exchange } from '../exchange.ts'
import type { Pipeline } from '../pipeline.ts'
import type { AnswerHead } from '../stage.ts'
import { answerHeaders } from './answer-headers.ts'
import { forwardedPath, requestHeaders } from './request-headers.ts'
import type { Target } from './target.ts'

const headText = ({ status, headers }: AnswerHead, phrase: string): string => {
  const lines = [`HTTP/1.1 ${status} ${phrase}`]
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Each end closes the other; an end that breaks breaks the other. */
const join = (exchange: Exchange, client: Duplex, target: Duplex, done: () => void): void => {
  let open = 2
  const closed = () => {
    open -= 1
    if (open === 0) done()
  }
  client.on('data', (chunk: Buffer) => (exchange.bytesIn += chunk.length))
  target.on('data', (chunk: Buffer) => (exchange.bytesOut += chunk.length))
  client.pipe(target)
  target.pipe(client)
  client.on('error', () => target.destroy()).on('close', () => (target.destroy(), closed()))
  target.on('error', () => client.destroy()).on('close', () => (client.destroy(), closed()))
}

export const tunnel = (exchange: Exchange, target: Target, pipeline: Pipeline, monotonic: () => number): void => {
  const { request, response, route } = exchange
  const { socket, head } = exchange.upgrade!
  const { settings, group } = route!
  const sinceMs = monotonic()
  exchange.target = target
  target.active += 1
  let over = false
  const leave = () => {
    if (over) return
    over = true
    target.active -= 1
    pipeline.end(exchange)
  }

  const outgoing = (target.url.startsWith('https:') ? askSecurely : ask)(target.url, {
    method: request.method,
    path: forwardedPath(exchange),
    headers: [...requestHeaders(exchange, target.host), 'connection', 'Upgrade', 'upgrade', 'websocket'],
    timeout: settings.answerTimeoutMs,
    agent: false,
  })
  const refuse = (code: 'upstream-failed' | 'upstream-timeout', reason: string) => {
    if (over) return
    over = true
    target.active -= 1
    group.failed(target)
    pipeline.refuse(exchange, { code, title: 'The service did not take the connection.', reason })
    socket.once('finish', () => socket.destroy())
  }
  const headOf = (answer: IncomingMessage): AnswerHead => {
    exchange.upstreamMs = monotonic() - sinceMs
    const answered = { status: answer.statusCode ?? 502, headers: answerHeaders(answer.rawHeaders, answer.headers.connection) }
    pipeline.answer(exchange, answered)
    exchange.status = answered.status
    return answered
  }
  outgoing.on('timeout', () => {
    refuse('upstream-timeout', 'no answer to the upgrade')
    outgoing.destroy()
  })
  outgoing.on('error', (error: NodeJS.ErrnoException) => refuse('upstream-failed', error.code ?? error.name))
  outgoing.on('upgrade', (answer, upstream, upstreamHead) => {
    group.succeeded(target)
    upstream.setTimeout(0)
    const answered = headOf(answer)
    answered.headers.push('connection', 'Upgrade', 'upgrade', 'websocket')
    response.detachSocket(socket as never)
    socket.write(headText(answered, 'Switching Protocols'))
    if (upstreamHead.length > 0) socket.write(upstreamHead)
    if (head.length > 0) upstream.write(head)
    join(exchange, socket, upstream, leave)
  })
  outgoing.on('response', (answer) => {
    group.succeeded(target)
    const answered = headOf(answer)
    response.writeHead(answered.status, [...answered.headers, 'connection', 'close'])
    answer.on('data', (chunk: Buffer) => (exchange.bytesOut += chunk.length))
    answer.pipe(response)
    response.on('close', () => {
      answer.destroy()
      socket.destroy()
      leave()
    })
    response.on('finish', () => socket.end())
  })
  socket.on('close', () => {
    if (exchange.status === 0) outgoing.destroy()
  })
  outgoing.end()
}
