/** The headers of a request as the target gets them: nothing of this hop, nothing that a caller made up about itself. */
import type { Exchange } from '../exchange.ts'
import { plainAddress } from '../plain-address.ts'
import { traceHeaders } from '../telemetry/request-trace.ts'
import { listedByConnection } from './hop-headers.ts'

/** A key of the guard's own is for the guard alone, wherever a caller puts it. */
const ownKey = /gh_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}/

/** RFC 7239, 4 and 6: IPv6 in brackets and quotes. */
const forwardedElement = (address: string): string => (address.includes(':') ? `for="[${address}]"` : `for=${address}`)

/** Flat: name, value, name, value. */
export const requestHeaders = ({ request, route, secure, behindProxy, source, id, trace }: Exchange, targetHost: string): string[] => {
  const { settings, added, passing, hostIsSet, tracesGoOn } = route!
  const given = request.headers
  const listed = listedByConnection(given.connection)
  const headers: string[] = []
  const raw = request.rawHeaders
  for (let at = 0; at < raw.length; at += 2) {
    const name = passing(raw[at]!)
    if (name === null || listed?.has(name)) continue
    const value = raw[at + 1]!
    if (value.includes('gh_') && ownKey.test(value)) continue
    headers.push(name, value)
  }
  const host = given.host ?? targetHost
  const remote = plainAddress(request.socket.remoteAddress ?? '')
  if (!hostIsSet) headers.push('host', settings.keepHost ? host : targetHost)
  const told = (name: string): string | null => {
    const value = behindProxy ? given[name] : undefined
    return typeof value === 'string' ? value : null
  }
  const hops = told('x-forwarded-for')
  headers.push('x-forwarded-for', hops === null ? remote : `${hops}, ${remote}`)
  headers.push('x-forwarded-host', told('x-forwarded-host') ?? host)
  headers.push('x-forwarded-proto', secure ? 'https' : 'http', 'x-real-ip', source, 'x-request-id', id)
  if (behindProxy) {
    const port = told('x-forwarded-port')
    if (port !== null) headers.push('x-forwarded-port', port)
    const forwarded = told('forwarded')
    if (forwarded !== null) headers.push('forwarded', `${forwarded}, ${forwardedElement(remote)}`)
  }
  if (trace !== null && tracesGoOn) headers.push(...traceHeaders(trace))
  for (const text of added!) headers.push(text)
  return headers
}
