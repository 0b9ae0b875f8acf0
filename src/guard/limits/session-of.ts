/** The session of a caller, by a cookie or by its token, where the route says what tells it. */
import { cookieOf } from '../browsers/cookies.ts'
import type { Exchange } from '../exchange.ts'
import { sessionDigest } from './session-digest.ts'

export const sessionOf = ({ request, route, token }: Pick<Exchange, 'request' | 'route' | 'token'>): string | null => {
  const { sessionFrom } = route!.settings
  if (sessionFrom === null) return null
  if (sessionFrom === 'claim:sid') return token?.session ?? null
  const told = cookieOf(request.headers.cookie, sessionFrom.slice('cookie:'.length))
  return told === null ? null : sessionDigest(told)
}
