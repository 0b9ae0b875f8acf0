/** One port: node:http, strict, with bounds on everything a client may hold open. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../ports/clock.ts'
import type { Policy } from '../shared/policy.ts'
import type { Refusal } from './refusal.ts'
import { problemOf, statusOf } from './refusal.ts'

export interface Listener {
  readonly port: number
  /** New bounds for what comes from now on. */
  change(bounds: Policy['bounds']): void
  /** Takes no more; resolves when what is under way has ended, or was cut off after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export interface ListenerOptions {
  host: string
  port: number
  bounds: Policy['bounds']
  onRequest(request: IncomingMessage, response: ServerResponse): void
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  nextId(): string
  clock: Clock
  /** A connection that spoke no HTTP, or was one too many. */
  onRefused(why: string, source: string): void
}

const refusals: Record<string, [Refusal, phrase: string]> = {
  HPE_HEADER_OVERFLOW: [{ code: 'headers-too-large', title: 'The headers are too large.' }, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [{ code: 'request-timeout', title: 'The request took too long to arrive.' }, 'Request Timeout'],
}
const unclear: [Refusal, string] = [{ code: 'bad-request', title: 'This is no clear HTTP request.' }, 'Bad Request']

const applyBounds = (server: Server, bounds: Policy['bounds']): void => {
  server.headersTimeout = bounds.headerTimeoutMs
  // The body has its own time-out, between two pieces: a large one may take long.
  server.requestTimeout = 0
  server.keepAliveTimeout = bounds.keepAliveMs
  server.maxConnections = bounds.connections
}

/** Rejects with EADDRINUSE, EACCES and the like. */
export const openListener = (options: ListenerOptions): Promise<Listener> =>
  new Promise((resolve, reject) => {
    const sockets = new Set<Socket>()
    const server = createServer({
      maxHeaderSize: options.bounds.headerBytes,
      insecureHTTPParser: false,
      requireHostHeader: false,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeoutBuffer: 0,
      noDelay: true,
      // Anything else that asks for another protocol is answered as the request that it is.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    })
    // None are dropped in silence: the number is judged by `admit`.
    server.maxHeadersCount = 0
    applyBounds(server, options.bounds)
    server.on('request', options.onRequest)
    // `Expect: 100-continue` is answered when the request is sent on, not before.
    server.on('checkContinue', options.onRequest)
    server.on('checkExpectation', (_request, response) => response.writeHead(417).end())
    server.on('upgrade', options.onUpgrade)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    server.on('drop', (data) => options.onRefused('connections', data?.remoteAddress ?? ''))
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      const remote = (socket as Socket).remoteAddress ?? ''
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
      const [refusal, phrase] = refusals[error.code ?? ''] ?? unclear
      options.onRefused(error.code ?? 'HTTP', remote)
      const body = problemOf(refusal, options.nextId())
      socket.end(
        `HTTP/1.1 ${statusOf(refusal)} ${phrase}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve({
        port: (server.address() as AddressInfo).port,
        change: (bounds) => applyBounds(server, bounds),
        close: (graceMs) =>
          new Promise((closed) => {
            const keep = options.clock.after(graceMs, () => sockets.forEach((socket) => socket.destroy()))
            server.close(() => {
              keep()
              closed()
            })
            server.closeIdleConnections()
          }),
      })
    })
  })
