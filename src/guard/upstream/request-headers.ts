/** The headers of a request as the target gets them: nothing of this hop, nothing that a caller made up about itself. */
import { plainAddress } from '../plain-address.ts'
import type { Exchange } from '../exchange.ts'

/** RFC 9110, 7.6.1, and what the client library writes itself. */
const ofThisHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
])
/** Written anew for the target. */
const writtenHere = new Set([
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
  'x-request-id',
])

export const isOfThisHop = (name: string): boolean => ofThisHop.has(name)

/** Names that `Connection` lists. */
export const listedByConnection = (connection: string | undefined): ReadonlySet<string> | null =>
  connection === undefined || connection === 'keep-alive' || connection === 'close'
    ? null
    : new Set(
        connection
          .toLowerCase()
          .split(',')
          .map((name) => name.trim()),
      )

const ownKey = /^(?:Bearer +)?gh_[A-Za-z0-9]{8}_/i

/** Flat: name, value, name, value. */
export const requestHeaders = (exchange: Exchange, targetHost: string): string[] => {
  const { request, route, secure } = exchange
  const { settings, injected, injectedNames } = route!
  const listed = listedByConnection(request.headers.connection)
  const set = settings.setRequestHeaders
  const removed = settings.removeRequestHeaders
  const headers: string[] = []
  const raw = request.rawHeaders
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    if (ofThisHop.has(name) || writtenHere.has(name) || listed?.has(name)) continue
    if (injectedNames.has(name) || Object.hasOwn(set, name) || removed.includes(name)) continue
    // A key of the guard's own is for the guard alone.
    if ((name === settings.keyHeader || name === 'authorization') && ownKey.test(raw[at + 1]!)) continue
    headers.push(name, raw[at + 1]!)
  }
  const { host = targetHost, 'x-forwarded-for': hops, 'x-forwarded-host': askedHost } = request.headers
  const remote = plainAddress(request.socket.remoteAddress ?? '')
  headers.push('host', settings.keepHost ? host : targetHost)
  headers.push('x-forwarded-for', exchange.behindProxy && hops !== undefined ? `${String(hops)}, ${remote}` : remote)
  headers.push('x-forwarded-host', exchange.behindProxy && askedHost !== undefined ? String(askedHost) : host)
  headers.push('x-forwarded-proto', secure ? 'https' : 'http', 'x-request-id', exchange.id)
  for (const name in set) headers.push(name, set[name]!)
  if (injected) headers.push(...injected)
  return headers
}

/** The path that the target gets. */
export const forwardedPath = ({ path, query, route }: Exchange): string => {
  const { stripPrefix, addPrefix } = route!.settings
  const strips =
    stripPrefix !== '' && (path === stripPrefix || path.startsWith(stripPrefix.endsWith('/') ? stripPrefix : `${stripPrefix}/`))
  const rest = strips ? path.slice(stripPrefix.endsWith('/') ? stripPrefix.length - 1 : stripPrefix.length) : path
  const joined = addPrefix + (rest === '' ? '/' : rest)
  return joined + query
}
