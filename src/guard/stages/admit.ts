/** Lets in what is one clear request for one route: target, host, sizes. Everything else is refused before it costs anything. */
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Exchange } from '../exchange.ts'
import { comparablePath, otherReading, readRequestTarget } from '../policy/request-path.ts'
import type { CompiledRoute } from '../policy/snapshot.ts'
import { isOverHttp2 } from '../http2/http2-messages.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

const badRequest = (reason: string): Refusal => ({ code: 'bad-request', title: 'The request is not clear enough to be sent on.', reason })

const countOf = (raw: readonly string[], name: string): number => {
  let count = 0
  for (let at = 0; at < raw.length; at += 2) if (raw[at]!.length === name.length && raw[at]!.toLowerCase() === name) count++
  return count
}

/** The host of the request before, and its name: mostly that of the next, too. */
let knownHost = ''
let knownName: string | null = null

const nameOf = (host: string): string | null => {
  if (host === knownHost) return knownName
  knownHost = host
  return (knownName = /^(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)\.?(?::\d{1,5})?$/.exec(host)?.[1] ?? null)
}

const hostOf = (request: IncomingMessage, absolute: string | null): string | null => {
  if (countOf(request.rawHeaders, 'host') > 1) return null
  const host = request.headers.host?.toLowerCase() ?? absolute
  if (!host || (absolute !== null && absolute !== host)) return null
  return nameOf(host)
}

/** Of HTTP/1.1 node:http counts; of HTTP/2 Node leaves it to callers who said that they heard of the bound. */
const headerBytesOf = (raw: readonly string[]): number => {
  let bytes = 0
  for (const text of raw) bytes += text.length
  return bytes
}

/** What node:http lets by, and a target might frame in another way. */
const framingFault = (request: IncomingMessage, upgrade: boolean): string | null => {
  const { headers, method, httpVersion } = request
  const { 'content-length': length, 'transfer-encoding': coding, expect } = headers
  if (httpVersion !== '1.1' && httpVersion !== '1.0' && !isOverHttp2(request)) return 'another version of HTTP'
  if (coding !== undefined) {
    if (length !== undefined) return 'two lengths of the body'
    // RFC 9112, 6.1: what came with HTTP/1.0 is to be taken for faulty; of codings only this one is undone here.
    if (httpVersion === '1.0' || coding.toLowerCase() !== 'chunked') return 'a coding that is not undone here'
  }
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') return 'an expectation that cannot be met'
  if (upgrade && (method !== 'GET' || coding !== undefined || (length !== undefined && length !== '0'))) return 'an upgrade with a body'
  return null
}

const sizeRefusal = ({ route, path, query }: Exchange, length: string | undefined): Refusal | null => {
  const { maxUrlBytes, maxBodyBytes } = route!.settings
  if (path.length + query.length > maxUrlBytes) return { code: 'url-too-long', title: 'The address is too long.' }
  if (length !== undefined && Number(length) > maxBodyBytes) return { code: 'too-large', title: 'The body is too large.' }
  return null
}

/** A browser that asks before it sends is answered by the route of what it would send. */
const routeOfPreflight = ({ request, snapshot }: Exchange, host: string, path: string): CompiledRoute | null => {
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': names = '' } = request.headers
  if (origin === undefined || method === undefined) return null
  const headers = Object.fromEntries(names.split(',', 100).map((name) => [name.trim().toLowerCase(), '']))
  const route = snapshot.routes.find(host, path, { method, headers: { ...headers, ...request.headers } })
  return route?.browsers.cors ? route : null
}

/** By TLS, up to here. */
const isEncrypted = ({ socket }: IncomingMessage): boolean => (socket as Partial<TLSSocket>).encrypted === true

export const admit: Stage = {
  name: 'admit',
  why: 'first: nothing may be spent on what is no clear request',
  fails: 'closed',
  decides: false,
  request: (exchange) => {
    const { request, snapshot, upgrade } = exchange
    const { headers, rawHeaders } = request
    if (request.method === 'TRACE') return { code: 'method-refused', title: 'This method is not answered here.' }
    if (rawHeaders.length / 2 > snapshot.policy.bounds.headers) return { code: 'headers-too-large', title: 'There are too many headers.' }
    if (isOverHttp2(request) && headerBytesOf(rawHeaders) > snapshot.policy.bounds.headerBytes)
      return { code: 'headers-too-large', title: 'The headers are too large.' }
    const framing = framingFault(request, upgrade !== null)
    if (framing !== null) return badRequest(framing)
    const target = readRequestTarget(request.url ?? '')
    const path = target && comparablePath(target.path)
    if (!target || path === null) return badRequest('the path can be read in several ways')
    const host = hostOf(request, target.host)
    if (host === null) return badRequest('the host is missing, there twice or not the same')
    exchange.secure = isEncrypted(request) || (exchange.behindProxy && headers['x-forwarded-proto'] === 'https')
    exchange.host = host
    if (exchange.httpsPort !== null && !exchange.secure) {
      const port = exchange.httpsPort === 443 ? '' : `:${exchange.httpsPort}`
      const headers = ['location', `https://${host}${port}${target.path}${target.query}`]
      return { code: 'use-https', title: 'This is served over https.', headers }
    }
    exchange.path = target.path
    exchange.comparable = path
    exchange.query = target.query
    const find = (as: string) =>
      (request.method === 'OPTIONS' ? routeOfPreflight(exchange, host, as) : null) ?? snapshot.routes.find(host, as, request)
    exchange.route = (snapshot.reportRoutes.size > 0 ? snapshot.reportRoutes.get(path) : undefined) ?? find(path)
    const other = otherReading(path)
    if (other !== null && (comparablePath(other) === null || find(other) !== exchange.route)) {
      exchange.route = null
      return badRequest('a target may read the path as that of another route')
    }
    if (!exchange.route) return { code: 'no-route', title: 'Nothing is served here.' }
    return sizeRefusal(exchange, headers['content-length'])
  },
}
