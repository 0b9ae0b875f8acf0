/** The session of a caller, by a cookie or by its token, where the route says what tells it. */
import type { Exchange } from '../exchange.ts'
import { sessionDigest } from './session-digest.ts'

/** RFC 6265, 4.2.1. Of two with one name the first, as most services read it. */
const cookieOf = (header: string, name: string): string | null => {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

export const sessionOf = ({ request, route, token }: Pick<Exchange, 'request' | 'route' | 'token'>): string | null => {
  const { sessionFrom } = route!.settings
  if (sessionFrom === null) return null
  if (sessionFrom === 'claim:sid') return token?.session ?? null
  const { cookie } = request.headers
  const told = cookie === undefined ? null : cookieOf(cookie, sessionFrom.slice('cookie:'.length))
  return told === null ? null : sessionDigest(told)
}
