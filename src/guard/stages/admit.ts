/** Lets in what is one clear request for one route: target, host, sizes. Everything else is refused before it costs anything. */
import type { IncomingMessage } from 'node:http'
import { bytesOfAddress, liesIn } from '../../shared/network-address.ts'
import type { Exchange } from '../exchange.ts'
import { plainAddress } from '../plain-address.ts'
import { comparablePath, readRequestTarget } from '../policy/request-path.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

const badRequest = (reason: string): Refusal => ({ code: 'bad-request', title: 'The request is not clear enough to be sent on.', reason })

const countOf = (raw: readonly string[], name: string): number => {
  let count = 0
  for (let at = 0; at < raw.length; at += 2) if (raw[at]!.length === name.length && raw[at]!.toLowerCase() === name) count++
  return count
}

/** The last address that no trusted proxy has, read from the right: what stands left of it anybody may have written. */
export const sourceOf = (
  { trustedProxies }: Pick<Snapshot, 'trustedProxies'>,
  remote: string,
  forwardedFor: string | undefined,
): { source: string; behindProxy: boolean } => {
  const trusted = (text: string) => {
    const bytes = bytesOfAddress(text)
    return bytes !== null && trustedProxies.some((network) => liesIn(bytes, network))
  }
  let source = plainAddress(remote)
  const behindProxy = trustedProxies.length > 0 && trusted(source)
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? []
  while (hops.length > 0 && trusted(source)) {
    const hop = hops.pop()!
    // Some proxies add a port.
    const address = /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? (/^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.lastIndexOf(':')) : hop)
    if (bytesOfAddress(address) === null) break
    source = plainAddress(address)
  }
  return { source, behindProxy }
}

const hostOf = (request: IncomingMessage, absolute: string | null): string | null => {
  if (countOf(request.rawHeaders, 'host') > 1) return null
  const host = request.headers.host?.toLowerCase() ?? absolute
  if (!host || (absolute !== null && absolute !== host)) return null
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)\.?(?::\d{1,5})?$/.exec(host)?.[1]
  return name ?? null
}

const sizeRefusal = ({ route, path, query }: Exchange, length: string | undefined): Refusal | null => {
  const { maxUrlBytes, maxBodyBytes } = route!.settings
  if (path.length + query.length > maxUrlBytes) return { code: 'url-too-long', title: 'The address is too long.' }
  if (length !== undefined && Number(length) > maxBodyBytes) return { code: 'too-large', title: 'The body is too large.' }
  return null
}

export const admit: Stage = {
  name: 'admit',
  why: 'first: nothing may be spent on what is no clear request',
  fails: 'closed',
  decides: false,
  request: (exchange) => {
    const { request, snapshot } = exchange
    const { headers, rawHeaders } = request
    if (request.method === 'TRACE') return { code: 'method-refused', title: 'This method is not answered here.' }
    if (rawHeaders.length / 2 > snapshot.policy.bounds.headers) return { code: 'headers-too-large', title: 'There are too many headers.' }
    const target = readRequestTarget(request.url ?? '')
    const path = target && comparablePath(target.path)
    if (!target || path === null) return badRequest('the path can be read in several ways')
    const host = hostOf(request, target.host)
    if (host === null) return badRequest('the host is missing, there twice or not the same')
    if (headers['content-length'] !== undefined && headers['transfer-encoding'] !== undefined) return badRequest('two lengths of the body')
    const { source, behindProxy } = sourceOf(snapshot, request.socket.remoteAddress ?? '', headers['x-forwarded-for'] as string | undefined)
    exchange.source = source
    exchange.behindProxy = behindProxy
    exchange.secure = behindProxy && headers['x-forwarded-proto'] === 'https'
    exchange.path = target.path
    exchange.query = target.query
    exchange.route = snapshot.routes.find(host, path, request)
    if (!exchange.route) return { code: 'no-route', title: 'Nothing is served here.' }
    return sizeRefusal(exchange, headers['content-length'])
  },
}
