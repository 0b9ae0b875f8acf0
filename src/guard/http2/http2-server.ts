/** Speaks HTTP/2 on connections of a port that speaks TLS, with bounds on what one connection may ask at once, reset or leave open. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http2'
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../ports/clock.ts'
import type { Policy } from '../../shared/policy.ts'
import { PlainAnswer, PlainRequest } from './http2-messages.ts'

export interface Http2Options {
  bounds(): Policy['bounds']
  clock: Clock
  onRequest(request: IncomingMessage, response: ServerResponse): void
  onRefused(why: string, source: string): void
}

export interface Http2Side {
  serve(socket: TLSSocket): void
  /** What is under way is still answered. */
  close(): void
}

/** Of one connection at once. */
const mostStreams = 100
/** Resets at once, and each second from then on (CVE-2023-44487). */
const resets = { streamResetBurst: 200, streamResetRate: 20 }
const mostInvalidFrames = 50
const mostRejectedStreams = 50
const mostSessionMegabytes = 4
/** Beyond it a stream is reset without a word; up to it `admit` says what is wrong. */
const headersBeyond = 100
/** For what is still to come of a request that is answered. */
const restMs = 1_000

const ignore = () => {}

export const createHttp2Side = ({ bounds, clock, onRequest, onRefused }: Http2Options): Http2Side => {
  const sessions = new Set<ServerHttp2Session>()
  let closing = false
  let made: { bounds: Policy['bounds']; server: Http2Server } | null = null

  /** A caller that never ends its request would keep the stream, and with it the connection, as long as it likes. */
  const endAnswered = (stream: ServerHttp2Stream): void => {
    if (stream.readableEnded) return
    stream.once(
      'close',
      clock.after(restMs, () => stream.close()),
    )
  }
  const watch = (session: ServerHttp2Session): void => {
    const source = session.socket.remoteAddress ?? ''
    const open = new Set<ServerHttp2Stream>()
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    const idle = () => {
      if (open.size === 0) session.close()
      // Nothing waits for an answer, and nobody takes those that there are.
      else if ([...open].every(({ headersSent, writableEnded }) => headersSent && writableEnded)) session.destroy()
    }
    session.on('timeout', idle)
    session.setTimeout(bounds().headerTimeoutMs)
    session.on('stream', (stream) => {
      // Who takes an answer slowly, or is far away, has as long as for asking.
      if (open.size === 0) session.setTimeout(Math.max(bounds().keepAliveMs, bounds().headerTimeoutMs))
      open.add(stream)
      stream.on('close', () => {
        open.delete(stream)
        // It may have been told already, and nothing else tells it anew.
        if (open.size === 0 && !session.destroyed) session.setTimeout(Math.max(bounds().keepAliveMs, 1))
      })
    })
    session.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') onRefused(`http/2: ${error.code ?? error.name}`, source)
    })
    if (closing) session.close()
  }

  const create = (): Http2Server => {
    const { headerBytes, headers } = bounds()
    const server = createServer({
      ...resets,
      maxSessionMemory: mostSessionMegabytes,
      maxSessionInvalidFrames: mostInvalidFrames,
      maxSessionRejectedStreams: mostRejectedStreams,
      maxHeaderListPairs: headers + headersBeyond,
      settings: { maxConcurrentStreams: mostStreams, maxHeaderListSize: headerBytes, enablePush: false },
      Http2ServerRequest: PlainRequest as never,
      Http2ServerResponse: PlainAnswer as never,
    })
    const take = (request: unknown, response: unknown) => {
      // Told of what the stages learn from the answer's end; without a listener it would end the process.
      ;(request as IncomingMessage).on('error', ignore)
      const { stream } = response as PlainAnswer
      if (!stream.endAfterHeaders) (response as PlainAnswer).once('answered', () => endAnswered(stream))
      onRequest(request as IncomingMessage, response as ServerResponse)
    }
    server.on('request', take)
    server.on('checkExpectation', take)
    server.on('session', watch)
    server.on('sessionError', ignore)
    return server
  }
  const server = (): Http2Server => {
    if (made?.bounds !== bounds()) made = { bounds: bounds(), server: create() }
    return made.server
  }

  return {
    serve: (socket: Socket) => void server().emit('connection', socket),
    close: () => {
      closing = true
      for (const session of sessions) session.close()
    },
  }
}
