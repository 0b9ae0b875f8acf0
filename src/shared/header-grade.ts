/**
 * How well the answers of a route are prepared for browsers: 100 points, less what is missing; A from 90, B from 80, C from
 * 70, D from 60, E from 50, else F. Told from what really went out, with what to do. After the OWASP Secure Headers
 * Project and MDN's HTTP Observatory; the weights are ours. Pure.
 */
import type { SeenAnswer } from './browser-findings.ts'
import type { RouteSettings, SomeSettings } from './route-settings.ts'

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F'

export interface GradePart {
  id: string
  /** Taken off. */
  points: number
  /** What is wrong, and why it matters. */
  sentence: string
  /** What to do where the guard cannot do it. */
  advice?: string
  /** What the guard can do at a press. */
  fix?: { title: string; settings: SomeSettings }
}
export interface Graded {
  grade: Grade
  points: number
  parts: GradePart[]
}

const grades: readonly (readonly [number, Grade])[] = [
  [90, 'A'],
  [80, 'B'],
  [70, 'C'],
  [60, 'D'],
  [50, 'E'],
]
export const gradeOf = (points: number): Grade => grades.find(([from]) => points >= from)?.[1] ?? 'F'

const hardened: SomeSettings = { securityHeaders: true }
const halfYearSeconds = 15_552_000

const sourcesOf = (policy: string, ...names: string[]): string | null => {
  const directives = policy.split(/[;,]/).map((one) => one.trim())
  for (const name of names) {
    const found = directives.find((one) => one === name || one.startsWith(`${name} `))
    if (found !== undefined) return found.slice(name.length).trim()
  }
  return null
}

const contentParts = ({ headers }: SeenAnswer, settings: RouteSettings): GradePart[] => {
  const policy = headers['content-security-policy']
  if (policy === undefined || (sourcesOf(policy, 'script-src', 'default-src') === null && settings.csp !== 'enforce')) {
    if (headers['content-security-policy-report-only'] !== undefined || settings.csp === 'report-only')
      return [
        {
          id: 'csp-report-only',
          points: 15,
          sentence: 'The content policy is only reported: a script that was smuggled into a page still runs.',
          fix: { title: 'Enforce it', settings: { csp: 'enforce' } },
        },
      ]
    return [
      {
        id: 'csp',
        points: 25,
        sentence: 'No content policy: a script that was smuggled into a page runs, from wherever it comes.',
        fix: { title: 'Begin by reporting', settings: { csp: 'report-only' } },
      },
    ]
  }
  const scripts = sourcesOf(policy, 'script-src', 'default-src') ?? ''
  const careful = /'(?:nonce-|sha(?:256|384|512)-|strict-dynamic)/.test(scripts)
  const parts: GradePart[] = []
  if (/'unsafe-inline'/.test(scripts) && !careful)
    parts.push({
      id: 'csp-inline',
      points: 15,
      sentence: 'The content policy lets scripts inside of pages run: those that were smuggled in, too.',
      advice: 'Move scripts into files, or have the service give each a nonce.',
    })
  if (/(?:^| )(?:\*|https?:|data:)(?= |$)/.test(scripts))
    parts.push({
      id: 'csp-anywhere',
      points: 10,
      sentence: 'The content policy lets scripts come from anywhere.',
      advice: 'Name the origins that scripts really come from.',
    })
  if (/'unsafe-eval'/.test(scripts))
    parts.push({
      id: 'csp-eval',
      points: 5,
      sentence: 'The content policy lets text become a program (eval).',
      advice: 'Have the service do without it.',
    })
  return parts
}

const framingParts = ({ headers }: SeenAnswer): GradePart[] => {
  const ancestors = sourcesOf(headers['content-security-policy'] ?? '', 'frame-ancestors')
  if ((ancestors !== null && !/(?:^| )\*(?= |$)/.test(ancestors)) || /^\s*(?:deny|sameorigin)\b/i.test(headers['x-frame-options'] ?? ''))
    return []
  return [
    {
      id: 'framing',
      points: 15,
      sentence: 'Any page may show this one inside of itself and have people click what they do not see.',
      fix: { title: 'Put security headers in', settings: hardened },
    },
  ]
}

const transportParts = ({ secure, headers }: SeenAnswer): GradePart[] => {
  if (!secure)
    return [
      {
        id: 'plain',
        points: 20,
        sentence: 'It goes out in plain text: whoever is on the way reads it and can change it.',
        advice: 'Give the listener a certificate; where a proxy ends TLS, name it among the trusted ones.',
      },
    ]
  const age = Number(/max-age=(\d+)/i.exec(headers['strict-transport-security'] ?? '')?.[1] ?? 0)
  if (age >= halfYearSeconds) return []
  return [
    {
      id: 'hsts',
      points: age > 0 ? 5 : 15,
      sentence:
        age > 0 ? 'Browsers forget within half a year that it is only asked over TLS.' : 'Nothing tells browsers to ask only over TLS.',
      ...(age > 0
        ? { advice: 'The service sends a shorter time: raise it there.' }
        : { fix: { title: 'Put security headers in', settings: hardened } }),
    },
  ]
}

const cookieParts = ({ cookies, secure }: SeenAnswer): GradePart[] => {
  // The guard's own is read by pages: that is its purpose.
  const own = cookies.filter(({ name }) => !name.endsWith('gatehouse-csrf'))
  const named = (some: typeof own) => some.map(({ name }) => name).join(', ')
  const parts: GradePart[] = []
  const lacking = (id: string, points: number, some: typeof own, why: string, attribute: string) => {
    if (some.length === 0) return
    parts.push({ id, points, sentence: `${why} (${named(some)}).`, advice: `Have the service set ${attribute}.` })
  }
  if (secure)
    lacking(
      'cookie-secure',
      10,
      own.filter((one) => !one.secure),
      'A cookie is sent in plain text as well',
      'Secure on it',
    )
  lacking(
    'cookie-http-only',
    5,
    own.filter(({ httpOnly }) => !httpOnly),
    'Scripts can read a cookie',
    'HttpOnly on it, unless its pages need to read it',
  )
  lacking(
    'cookie-same-site',
    5,
    own.filter(({ sameSite }) => sameSite === 'unset'),
    'A cookie does not say whether it goes along from other sites',
    'SameSite=Lax on it',
  )
  return parts
}

const plainParts = ({ html, headers }: SeenAnswer): GradePart[] => {
  const fix = { title: 'Put security headers in', settings: hardened }
  const parts: GradePart[] = []
  if (headers['x-content-type-options']?.toLowerCase() !== 'nosniff')
    parts.push({ id: 'sniffing', points: 10, sentence: 'Browsers guess what an answer is, and may take text for a script.', fix })
  if (html && (headers['referrer-policy'] === undefined || /unsafe-url/i.test(headers['referrer-policy'])))
    parts.push({ id: 'referrer', points: 5, sentence: 'Other sites are told the whole address that one comes from.', fix })
  if (html && headers['permissions-policy'] === undefined)
    parts.push({ id: 'permissions', points: 5, sentence: 'Nothing keeps what a page shows from camera, microphone and place.', fix })
  if (headers['server'] !== undefined || headers['x-powered-by'] !== undefined)
    parts.push({
      id: 'banner',
      points: 5,
      sentence: 'It tells which program and version answers, for which attacks are listed.',
      fix: { title: 'Take banners out', settings: { removeServerHeaders: true } },
    })
  return parts
}

const originParts = ({ headers, cookies }: SeenAnswer, settings: RouteSettings): GradePart[] => {
  const parts: GradePart[] = []
  const { 'access-control-allow-origin': allowed, 'access-control-allow-credentials': credentials } = headers
  if ((allowed === '*' || allowed === 'null') && credentials === 'true')
    parts.push({
      id: 'cors',
      points: 20,
      sentence: 'It offers pages of any origin to read it with cookies.',
      advice: 'Name the origins that may read it, here among the settings of the route.',
    })
  if (settings.csrf === 'off' && (cookies.length > 0 || settings.sessionFrom !== null))
    parts.push({
      id: 'csrf',
      points: 10,
      sentence: 'It works with cookies, and a page of another site may send what changes something.',
      fix: { title: 'Refuse forged requests', settings: { csrf: 'origin' } },
    })
  return parts
}

/** What is set already and yet is not seen: the service sends its own, or nothing went out since. */
const unlessSet = ({ fix, ...part }: GradePart, settings: RouteSettings): GradePart => {
  if (!fix) return part
  const isSet = Object.entries(fix.settings).every(([name, value]) => settings[name as keyof RouteSettings] === value)
  return isSet
    ? { ...part, advice: 'The guard is set to mend it: where the next answers still show it, the service sends its own.' }
    : { ...part, fix }
}

/** The heaviest first. */
export const gradeAnswer = (seen: SeenAnswer, settings: RouteSettings): Graded => {
  const parts = [
    ...transportParts(seen),
    ...(seen.html ? [...contentParts(seen, settings), ...framingParts(seen)] : []),
    ...plainParts(seen),
    ...cookieParts(seen),
    ...originParts(seen, settings),
  ]
    .map((part) => unlessSet(part, settings))
    .toSorted((a, b) => b.points - a.points)
  const points = Math.max(0, 100 - parts.reduce((sum, part) => sum + part.points, 0))
  return { grade: gradeOf(points), points, parts }
}
