// The HTTP server of the headless host: on 127.0.0.1 only, with its walls before anything of the core.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { GatehouseConsole } from '../console/console.ts'
import { admit } from './admission.ts'
import { createInvitedWindows } from './invited-windows.ts'
import { createLinkExchange } from './link-exchange.ts'
import { makeRoom } from './make-room.ts'
import { problemBody, problemHeaders } from './problem.ts'
import type { Problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { guardStream } from './guard-stream.ts'
import type { TokenSet } from './token-set.ts'

/** Holds a `.env` file of 1 MB as JSON, where a quote and a line end take two bytes each. */
export const maxBodyBytes = 2.5 * 1024 * 1024
/** Holds the token of a link. */
const maxExchangeBytes = 1024

export interface ListenerOptions {
  console: Pick<GatehouseConsole, 'fetch' | 'knowsAccessToken' | 'noteHostEvent' | 'openInvitation' | 'invitationState'>
  links: TokenSet
  hostTokens: TokenSet
  clock: Clock
  ids: Ids
  logger: Logger
  /** After each link that was exchanged. */
  onLinkUsed?: () => void
}

export interface Listener {
  /** The port it got. Rejects with Node's error where the port is taken. */
  listen(port: number): Promise<number>
  /** From here on nothing new is answered; requests under way go on. */
  refuseNew(): void
  /** Waits at most `graceMs` for requests under way, then ends every connection. */
  close(graceMs: number): Promise<void>
}

type Incoming = IncomingMessage & { rawBody?: Buffer; program?: boolean }

export const createListener = ({ console: core, links, hostTokens, clock, ids, logger, onLinkUsed }: ListenerOptions): Listener => {
  let port = 0
  let stopping = false
  const note: GatehouseConsole['noteHostEvent'] = (event) => {
    core.noteHostEvent(event)
    if (event.kind === 'link-used') onLinkUsed?.()
  }
  const invited = createInvitedWindows({ clock, ids, invitationState: (id) => core.invitationState(id) })
  const exchange = createLinkExchange({ links, hostTokens, invited, clock, note, openInvitation: (code) => core.openInvitation(code) })
  const isOfWindow = (hostToken: string): boolean => hostTokens.has(hostToken) || invited.has(hostToken)

  const answerProblem = (outgoing: ServerResponse, problem: Problem, headers: Record<string, string> = {}) => {
    const body = problemBody(problem)
    outgoing.writeHead(problem.status, { ...problemHeaders, 'content-length': Buffer.byteLength(body), ...headers }).end(body)
  }

  const toCore = getRequestListener(
    async (light, { incoming, outgoing }) => {
      const { headers, rawBody, socket, program } = incoming as Incoming
      // The adapter's request only looks like one: the core may wrap requests, which takes a real one.
      const body = rawBody && rawBody.length > 0 ? new Uint8Array(rawBody) : undefined
      const request = new Request(light.url, { method: light.method, headers: light.headers, signal: light.signal, body })
      const trusted = isOfWindow(String(headers['x-gatehouse-host'] ?? ''))
      const response = await core.fetch(request, { trusted, ...(program && { program }), source: socket.remoteAddress ?? 'unknown' })
      return guardStream(response, (error) => {
        const path = new URL(light.url).pathname
        if (error instanceof Error && error.name === 'DownloadEnded') logger.info({ path, why: error.message }, 'A download was broken off')
        else logger.error({ err: error, path }, 'An answer broke off')
        outgoing.destroy()
      })
    },
    {
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        logger.error({ err: error }, 'A request failed outside the core')
        return new Response(problemBody({ status: 500, code: 'INTERNAL_ERROR', message: 'Something went wrong inside the console.' }), {
          status: 500,
          headers: problemHeaders,
        })
      },
    },
  )

  const answerExchange = (incoming: Incoming, outgoing: ServerResponse) => {
    const answer = exchange(incoming.rawBody ?? Buffer.alloc(0), incoming.socket.remoteAddress ?? 'unknown')
    if (answer.kind === 'refused') {
      return answerProblem(
        outgoing,
        answer.problem,
        answer.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(answer.retryAfterMs / 1000)) },
      )
    }
    outgoing
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ hostToken: answer.hostToken }))
  }

  const answer = async (incoming: Incoming, outgoing: ServerResponse) => {
    const asked = { method: incoming.method ?? '', target: incoming.url ?? '', rawHeaders: incoming.rawHeaders }
    const admission = admit(asked, port)
    if (admission.kind === 'refused') {
      const { allow, ...problem } = admission.refusal
      return answerProblem(outgoing, problem, { connection: 'close', ...(allow ? { allow } : {}) })
    }
    if (stopping)
      return answerProblem(outgoing, { status: 503, code: 'STOPPING', message: 'The console is stopping.' }, { connection: 'close' })

    const { accessToken, hostToken } = admission
    incoming.program = accessToken !== null
    const known = isOfWindow(hostToken ?? '') || (accessToken !== null && core.knowsAccessToken(accessToken))
    const exchanges = admission.path === '/host/exchange'
    // What a stranger sends is not even read: many of them together would fill the memory. The core refuses them by its gate.
    if (asked.method === 'POST' && (exchanges || known)) {
      const body = await readBody(incoming, exchanges ? maxExchangeBytes : maxBodyBytes)
      if (!body)
        return answerProblem(
          outgoing,
          { status: 413, code: 'TOO_LARGE', message: `The body is larger than ${exchanges ? '1 KB' : '2.5 MB'}.` },
          { connection: 'close' },
        )
      incoming.rawBody = body
    }
    if (/^\/host(?:\/|$)/.test(admission.path)) {
      if (!exchanges) return answerProblem(outgoing, { status: 404, code: 'NOT_FOUND', message: 'There is nothing here.' })
      if (asked.method !== 'POST')
        return answerProblem(outgoing, { status: 405, code: 'WRONG_METHOD', message: 'Only POST is used here.' }, { allow: 'POST' })
      return answerExchange(incoming, outgoing)
    }
    if (admission.path === '/api/openapi.json' && !known && accessToken === null) {
      return answerProblem(outgoing, { status: 401, code: 'HOST_TOKEN_REQUIRED', message: 'Open the console with its link first.' })
    }
    await toCore(incoming, outgoing)
  }

  const server = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 },
    (incoming, outgoing) => {
      // While stopping, a connection that has just become idle goes too.
      outgoing.once('close', () => setImmediate(() => stopping && server.closeIdleConnections()))
      answer(incoming, outgoing).catch((error: unknown) => {
        logger.debug({ err: error }, 'A caller went away')
        outgoing.destroy()
      })
    },
  )
  server.maxConnections = 256
  makeRoom(server, 192)

  return {
    listen: (wanted) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => {
          server.off('error', reject)
          port = (server.address() as AddressInfo).port
          resolve(port)
        })
      }),
    refuseNew: () => {
      stopping = true
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        stopping = true
        const cancel = clock.after(graceMs, () => server.closeAllConnections())
        server.close(() => {
          cancel()
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
