/** A request and its answer over HTTP/2 as the stages know them from HTTP/1.1: the same names, one Host, one Cookie, a body that says so. */
import { constants, Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Readable, Stream } from 'node:stream'

/** They hold for a connection, and HTTP/2 has others ways to say them (RFC 9113, 8.2.2). */
const ofConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'])

/** Flat: without pseudo-headers, with the authority as the Host, and the pieces of a cookie as one (RFC 9113, 8.2.3). */
const plainHeaders = (given: readonly string[], headers: IncomingHttpHeaders): string[] => {
  const authority = headers[':authority']
  const plain: string[] = []
  let cookies = 0
  for (let at = 0; at < given.length; at += 2) {
    const name = given[at]!
    if (name.startsWith(':') || (name === 'cookie' && cookies++ > 0)) continue
    // One that is another than the authority makes two, and is refused for it.
    if (name === 'host' && given[at + 1] === authority) continue
    plain.push(name, name === 'cookie' ? String(headers.cookie) : given[at + 1]!)
  }
  if (authority !== undefined) plain.push('host', authority)
  return plain
}

/** Without what is told in another way here: Node's types say properties where it has getters. */
const BareRequest = Http2ServerRequest as unknown as new (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: object,
  rawHeaders: readonly string[],
) => Readable
const BareAnswer = Http2ServerResponse as unknown as new (
  stream: ServerHttp2Stream,
  options: object,
) => Stream & {
  stream: ServerHttp2Stream
  writeHead(status: number, headers: string[]): unknown
  setTrailer(name: string, value: string): void
  end(...given: unknown[]): unknown
}

export class PlainRequest extends BareRequest {
  readonly #headers: IncomingHttpHeaders
  readonly #raw: string[]

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: object, rawHeaders: readonly string[]) {
    super(stream, headers, options, rawHeaders)
    this.#raw = plainHeaders(rawHeaders, headers)
    const own: IncomingHttpHeaders = {}
    for (const [name, value] of Object.entries(headers)) if (!name.startsWith(':')) own[name] = value
    const authority = headers[':authority']
    if (authority !== undefined) own.host = authority
    // Where it ends is told by frames; the stages know a body by its length or by this.
    if (!stream.endAfterHeaders && own['content-length'] === undefined) own['transfer-encoding'] = 'chunked'
    this.#headers = own
  }

  get headers(): IncomingHttpHeaders {
    return this.#headers
  }
  get rawHeaders(): string[] {
    return this.#raw
  }
  /** Node says so of one that was broken off, too. */
  get complete(): boolean {
    return this.readableEnded
  }
}

export class PlainAnswer extends BareAnswer {
  get destroyed(): boolean {
    return this.stream.destroyed
  }

  /** Node says so of one that the caller gave up, too. */
  get writableFinished(): boolean {
    return this.stream.writableFinished && !this.stream.aborted
  }

  /** `phrase` has no place in HTTP/2. */
  override writeHead(status: number, ...rest: unknown[]): this {
    const given = rest.at(-1)
    const headers: string[] = []
    if (Array.isArray(given))
      for (let at = 0; at < given.length; at += 2)
        if (!ofConnection.has(String(given[at]).toLowerCase())) headers.push(given[at] as string, given[at + 1] as string)
    super.writeHead(status, headers)
    return this
  }

  addTrailers(trailers: unknown): void {
    for (const [name, value] of trailers as [string, string][]) this.setTrailer(name, value)
  }

  /** To HEAD Node ends the stream's own side before there is an answer, so that its `finish` does not tell. */
  override end(...given: unknown[]): this {
    super.end(...given)
    this.emit('answered')
    return this
  }

  /** An answer that is cut off must not look whole. */
  destroy(): this {
    if (!this.stream.closed) this.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    return this
  }
}

/** And not one of HTTP/1 that only says so. */
export const isOverHttp2 = (request: object): boolean => request instanceof PlainRequest
