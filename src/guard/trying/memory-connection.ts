/** Sends a request over a connection that is no socket, so that it is read by the very parser that reads callers' requests. */
import { createServer, request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../ports/clock.ts'
import type { RequestToTry, Tried } from '../../shared/tried-request.ts'
import { shownBodyBytes } from '../../shared/tried-request.ts'
import { isWithheld, shownHeaders } from './shown-headers.ts'

export type ReceivedAnswer = Omit<NonNullable<Tried['answer']>, 'by'>
export type Outcome = { kind: 'answer'; answer: ReceivedAnswer } | { kind: 'none'; why: 'unreadable' | 'broken-off' | 'too-slow' }

export interface MemoryConnection {
  /** Never rejects. */
  outcome: Promise<Outcome>
  end(): void
}

export interface MemoryConnectionOptions {
  request: RequestToTry
  headerBytes: number
  remoteAddress: string
  mostMs: number
  clock: Clock
  onRequest(request: IncomingMessage, response: ServerResponse): void
}

/** What comes after is not waited for: a stream without an end is no reason to hold a connection to a target. */
const mostReadBytes = 1024 * 1024

const bodyShown = (bytes: Buffer): Pick<ReceivedAnswer, 'body' | 'isText'> => {
  const shown = bytes.subarray(0, shownBodyBytes)
  try {
    // Cut in the middle of a letter it is still text.
    const body = new TextDecoder('utf-8', { fatal: true }).decode(shown, { stream: true })
    return body.includes('\0') ? { body: '', isText: false } : { body, isText: true }
  } catch {
    return { body: '', isText: false }
  }
}

const readAnswer = (answer: IncomingMessage, stop: () => void): Promise<ReceivedAnswer> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = []
    let kept = 0
    let bodyBytes = 0
    let whole = false
    answer.on('data', (piece: Buffer) => {
      bodyBytes += piece.length
      if (kept < shownBodyBytes) pieces.push(piece)
      kept += piece.length
      if (bodyBytes > mostReadBytes) stop()
    })
    answer.on('end', () => (whole = true))
    answer.on('error', () => {})
    answer.on('close', () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: shownHeaders(answer.rawHeaders, isWithheld),
        ...bodyShown(Buffer.concat(pieces)),
        bodyBytes,
        isCut: !whole || bodyBytes > shownBodyBytes,
      }),
    )
  })

export const openMemoryConnection = (options: MemoryConnectionOptions): MemoryConnection => {
  const { request, clock } = options
  // As a listener reads, without ever listening.
  const server = createServer({
    maxHeaderSize: options.headerBytes,
    insecureHTTPParser: false,
    requireHostHeader: false,
    optimizeEmptyRequests: true,
  })
  server.maxHeadersCount = 0
  const [near, far] = duplexPair()
  Object.defineProperty(far, 'remoteAddress', { value: options.remoteAddress })
  const end = () => {
    near.destroy()
    far.destroy()
  }
  for (const side of [near, far]) side.on('error', () => {})

  const outcome = new Promise<Outcome>((resolve) => {
    const stop = clock.after(options.mostMs, () => {
      resolve({ kind: 'none', why: 'too-slow' })
      end()
    })
    const finish = (found: Outcome) => {
      stop()
      resolve(found)
    }
    server.on('request', options.onRequest)
    server.on('clientError', (_error: Error, connection: Duplex) => {
      finish({ kind: 'none', why: 'unreadable' })
      connection.destroy()
    })
    const body = Buffer.from(request.body, 'utf8')
    const bodyHeaders = body.length > 0 ? ['content-length', String(body.length)] : []
    const outgoing = ask({
      createConnection: () => near,
      method: request.method,
      path: request.path,
      headers: [...request.headers.flatMap(({ name, value }) => [name, value]), ...bodyHeaders, 'connection', 'close'],
    })
    let answered = false
    const lose = () => answered || finish({ kind: 'none', why: 'broken-off' })
    outgoing.on('response', (answer) => {
      answered = true
      void readAnswer(answer, end).then((read) => finish({ kind: 'answer', answer: read }))
    })
    outgoing.on('error', lose)
    outgoing.on('close', lose)
    server.emit('connection', far)
    outgoing.end(body)
  })
  return { outcome, end }
}
