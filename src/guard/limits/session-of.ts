/** What tells the session of a caller, as a digest: the session itself is as good as a password and is kept nowhere. */
import { hash } from 'node:crypto'
import type { Exchange } from '../exchange.ts'

/** 128 bits: nobody finds two sessions that are counted together. */
const digestLetters = 22
const longestSession = 4096

/** RFC 6265, 4.2.1. Of two with one name the first, as most services read it. */
const cookieOf = (header: string, name: string): string | null => {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

export const sessionOf = ({ request, route }: Pick<Exchange, 'request' | 'route'>): string | null => {
  const { sessionFrom } = route!.settings
  if (sessionFrom === null) return null
  const { cookie } = request.headers
  const session = cookie === undefined ? null : cookieOf(cookie, sessionFrom.slice('cookie:'.length))
  return session === null || session === '' || session.length > longestSession
    ? null
    : hash('sha256', session, 'base64url').slice(0, digestLetters)
}
