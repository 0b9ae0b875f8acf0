/** Looks now and then at what really goes out to browsers, for the grade of a route: names and flags, never a value of a cookie. */
import type { SeenAnswer } from '../../shared/browser-findings.ts'
import { readSetCookie } from '../browsers/cookies.ts'
import type { BrowserFindingsSink } from '../browsers/findings.ts'
import type { Stage } from '../stage.ts'

const watched: ReadonlySet<string> = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'server',
  'x-powered-by',
])
const longest = 2_000
const mostCookies = 20

const cookieSeen = (text: string): SeenAnswer['cookies'] => {
  const set = readSetCookie(text)
  if (!set) return []
  const sameSite = set.attributes.get('samesite')?.toLowerCase()
  return [
    {
      name: set.name.slice(0, 100),
      secure: set.attributes.has('secure'),
      httpOnly: set.attributes.has('httponly'),
      sameSite: sameSite === 'strict' || sameSite === 'lax' || sameSite === 'none' ? sameSite : 'unset',
    },
  ]
}

const isHtml = (headers: readonly string[]): boolean => {
  for (let at = 0; at < headers.length; at += 2)
    if (headers[at]!.length === 12 && headers[at]!.toLowerCase() === 'content-type') return headers[at + 1]!.startsWith('text/html')
  return false
}

export const createLook = (findings: BrowserFindingsSink): Stage => ({
  name: 'look',
  why: 'behind response-headers: what goes out, and not what was meant to',
  fails: 'open',
  decides: false,
  answer: ({ route, target, refusal, startedMs, atMs, secure }, { status, headers }) => {
    if (target === null || refusal !== null || status >= 400) return
    const { id } = route!.route
    const html = isHtml(headers)
    if (!findings.isDue(id, html, startedMs)) return
    const seen: SeenAnswer = { route: id, html, atMs, status, secure, headers: {}, cookies: [] }
    for (let at = 0; at < headers.length; at += 2) {
      const name = headers[at]!.toLowerCase()
      const value = headers[at + 1]!
      if (name === 'set-cookie') {
        if (seen.cookies.length < mostCookies) seen.cookies.push(...cookieSeen(value))
      } else if (watched.has(name)) {
        const before = seen.headers[name]
        seen.headers[name] = (before === undefined ? value : `${before}, ${value}`).slice(0, longest)
      }
    }
    findings.saw(seen)
  },
})
