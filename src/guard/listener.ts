/** One port: node:http, or over TLS node:https, strict, with bounds on everything a client may hold open. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Policy } from '../shared/policy.ts'
import type { Refusal } from './refusal.ts'
import { createHttp2Side } from './http2/http2-server.ts'
import { problemOf, statusOf } from './refusal.ts'
import type { ServerTls } from './tls/server-tls.ts'
import { createTlsServer } from './tls/tls-server.ts'

export interface Listener {
  readonly port: number
  /** New bounds for what comes from now on. */
  change(bounds: Policy['bounds']): void
  /** Another certificate, and the like, for connections from now on. */
  changeTls(next: ServerTls): void
  /** Takes no more; resolves when what is under way has ended, or was cut off after `graceMs`. */
  close(graceMs: number): Promise<void>
}

export interface ListenerOptions {
  host: string
  port: number
  bounds: Policy['bounds']
  /** Null: in plain text. */
  tls: ServerTls | null
  onRequest(request: IncomingMessage, response: ServerResponse): void
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  nextId(): string
  clock: Clock
  logger: Logger
  /** A connection that spoke no HTTP, or was one too many. */
  onRefused(why: string, source: string): void
}

const refusals: Record<string, [Refusal, phrase: string]> = {
  HPE_HEADER_OVERFLOW: [{ code: 'headers-too-large', title: 'The headers are too large.' }, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [{ code: 'request-timeout', title: 'The request took too long to arrive.' }, 'Request Timeout'],
}
const unclear: [Refusal, string] = [{ code: 'bad-request', title: 'This is no clear HTTP request.' }, 'Bad Request']

const ignore = () => {}

const applyBounds = (server: Server, bounds: Policy['bounds']): void => {
  server.headersTimeout = bounds.headerTimeoutMs
  // The body has its own time-out, between two pieces: a large one may take long.
  server.requestTimeout = 0
  server.keepAliveTimeout = bounds.keepAliveMs
  server.maxConnections = bounds.connections
  // Read by node:http for each new connection, though its types do not know it.
  Object.assign(server, { maxHeaderSize: bounds.headerBytes })
}

/** Requests that one connection may send before it has the answers to those before. */
const mostPipelined = 64
const idleLookMs = 250
/** For a caller that is being closed to take what was written. */
const endingMs = 1_000

interface Connection extends Socket {
  /** The answer that is being sent (node:http; there is no other way to know). */
  _httpMessage?: ServerResponse | null
}

/** Rejects with EADDRINUSE, EACCES and the like. */
export const openListener = (options: ListenerOptions): Promise<Listener> =>
  new Promise((resolve, reject) => {
    /** With the number of requests that wait for their turn. */
    const sockets = new Map<Socket, number>()
    let closing = false
    let { bounds } = options
    const http: ServerOptions = {
      maxHeaderSize: options.bounds.headerBytes,
      insecureHTTPParser: false,
      requireHostHeader: false,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeoutBuffer: 0,
      noDelay: true,
      // A request without a body is no stream, and its end is waited for by nobody.
      optimizeEmptyRequests: true,
      // Anything else that asks for another protocol is answered as the request that it is.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    }
    const follow = (socket: Socket) => {
      sockets.set(socket, 0)
      socket.once('close', () => sockets.delete(socket))
    }
    const http2 = createHttp2Side({
      bounds: () => bounds,
      clock: options.clock,
      onRequest: (...given) => begin(...given),
      onRefused: options.onRefused,
    })
    const secure =
      options.tls &&
      createTlsServer({
        http,
        clock: options.clock,
        first: options.tls,
        handshakeTimeoutMs: () => bounds.headerTimeoutMs,
        serveHttp2: (socket) => http2.serve(socket),
        onSecure: follow,
        onRefused: options.onRefused,
      })
    const server: Server = secure?.server ?? createServer(http)
    // None are dropped in silence: the number is judged by `admit`.
    server.maxHeadersCount = 0
    applyBounds(server, options.bounds)

    const endSoon = (socket: Socket) => {
      socket.destroySoon()
      const cut = options.clock.after(endingMs, () => socket.destroy())
      socket.once('close', cut)
    }
    const begin = (request: IncomingMessage, response: ServerResponse) => {
      if (closing) response.shouldKeepAlive = false
      options.onRequest(request, response)
    }
    /** One after the other: RFC 9112, 9.3.2, allows more for reads alone, and a queued answer would never tell that it was closed. */
    const onRequest = (request: IncomingMessage, response: ServerResponse) => {
      if (response.socket) return begin(request, response)
      const { socket } = request
      const waiting = (sockets.get(socket) ?? 0) + 1
      if (waiting > mostPipelined) {
        options.onRefused('pipelined', socket.remoteAddress ?? '')
        return void socket.destroy()
      }
      sockets.set(socket, waiting)
      request.on('error', ignore)
      response.once('socket', () => {
        sockets.set(socket, sockets.get(socket)! - 1)
        begin(request, response)
      })
    }
    server.on('request', onRequest)
    // `Expect: 100-continue` is answered when the request is sent on, not before; any other is refused by `admit`.
    server.on('checkContinue', onRequest)
    server.on('checkExpectation', onRequest)
    server.on('upgrade', options.onUpgrade)
    server.on('connection', follow)
    server.on('drop', (data) => options.onRefused('connections', data?.remoteAddress ?? ''))
    server.on('clientError', (error: NodeJS.ErrnoException, connection: Duplex) => {
      const socket = connection as Connection
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
      // Into an answer that has begun nothing else may be written; one that is whole still goes out.
      if (socket._httpMessage?.headersSent === true) return endSoon(socket)
      const [refusal, phrase] = refusals[error.code ?? ''] ?? unclear
      options.onRefused(error.code ?? 'HTTP', socket.remoteAddress ?? '')
      const body = problemOf(refusal, options.nextId())
      socket.write(
        `HTTP/1.1 ${statusOf(refusal)} ${phrase}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
      endSoon(socket)
    })

    const close = (graceMs: number): Promise<void> =>
      new Promise((closed) => {
        closing = true
        http2.close()
        const cut = options.clock.after(graceMs, () => sockets.forEach((_waiting, socket) => socket.destroy()))
        // Connections that were busy when it began are idle a moment later, and would be kept.
        let nextLook = (): void => {}
        const look = () => {
          server.closeIdleConnections()
          nextLook = options.clock.after(idleLookMs, look)
        }
        server.close(() => {
          cut()
          nextLook()
          closed()
        })
        look()
      })

    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      server.on('error', (error) => options.logger.error({ err: error }, 'a listener of the guard failed'))
      resolve({
        port: (server.address() as AddressInfo).port,
        change: (next) => {
          bounds = next
          applyBounds(server, next)
        },
        changeTls: (next) => secure?.change(next),
        close,
      })
    })
  })
