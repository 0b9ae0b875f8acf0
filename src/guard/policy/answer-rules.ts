/** What becomes of the headers of an answer on a route: made ready with the policy, so that each answer is gone through once. */
import { reportPrefix } from '../../shared/browser-findings.ts'
import { policyText } from '../../shared/content-policy.ts'
import type { RouteSettings } from '../../shared/route-settings.ts'

/** E9. `x-xss-protection: 0`: the filter itself was a hole. */
const secureHeaders: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['x-xss-protection', '0'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
]
/** Only where the caller came over TLS. */
const strictTransport = ['strict-transport-security', 'max-age=31536000'] as const
const banners = ['server', 'x-powered-by', 'x-aspnet-version', 'x-aspnetmvc-version', 'x-generator', 'x-runtime']
/** Ours alone: a target's own would make two. */
const requestId = 'x-request-id'

const isDropped = -1

export interface AnswerRules {
  /** By name, lower case: dropped, or the bit of a header that is added only where the target sent none. */
  known: ReadonlyMap<string, number>
  /** `bit` 0: whatever the target sent. */
  added: readonly AddedHeader[]
}
interface AddedHeader {
  name: string
  value: string
  bit: number
  over: 'any' | 'tls' | 'plain'
}

/** Beside what the service says itself: of two policies browsers hold both. `route`: its id. */
const contentPolicy = (route: string, { csp, cspDirectives, cspReports }: ContentSettings): AddedHeader[] => {
  const text = policyText(cspDirectives)
  if (csp === 'off' || text === '') return []
  const name = csp === 'enforce' ? 'content-security-policy' : 'content-security-policy-report-only'
  const header = (over: AddedHeader['over'], value: string): AddedHeader => ({ name, value, bit: 0, over })
  if (!cspReports) return [header('any', text)]
  const told = `${text}; report-uri ${reportPrefix}${route}`
  return [
    // Browsers that know the newer way leave out the older, and take the newer over TLS alone.
    header('plain', told),
    header('tls', `${told}; report-to gatehouse-csp`),
    { name: 'reporting-endpoints', value: `gatehouse-csp="${reportPrefix}${route}"`, bit: 0, over: 'tls' },
  ]
}

type ContentSettings = Pick<RouteSettings, 'csp' | 'cspDirectives' | 'cspReports'>

export const compileAnswerRules = (
  settings: Pick<RouteSettings, 'setResponseHeaders' | 'removeServerHeaders' | 'securityHeaders'> & Partial<ContentSettings>,
  route = '',
): AnswerRules => {
  const set = Object.entries(settings.setResponseHeaders)
  const known = new Map<string, number>()
  const { csp = 'off', cspDirectives = {}, cspReports = false } = settings
  const added: AddedHeader[] = [
    ...set.map(([name, value]): AddedHeader => ({ name, value, bit: 0, over: 'any' })),
    ...contentPolicy(route, { csp, cspDirectives, cspReports }).filter(({ name }) => !set.some(([own]) => own === name)),
  ]
  if (settings.securityHeaders) {
    for (const [at, [name, value]] of [...secureHeaders, strictTransport].entries()) {
      if (set.some(([own]) => own === name)) continue
      known.set(name, 1 << at)
      added.push({ name, value, bit: 1 << at, over: name === strictTransport[0] ? 'tls' : 'any' })
    }
  }
  for (const name of [requestId, ...(settings.removeServerHeaders ? banners : []), ...set.map(([own]) => own)]) known.set(name, isDropped)
  return { known, added }
}

/** Of answers on no route: refusals. */
export const usualAnswerRules = compileAnswerRules({ setResponseHeaders: {}, removeServerHeaders: true, securityHeaders: true })

/** Changes `headers` (flat: name, value, name, value) in their place. */
export const applyAnswerRules = ({ known, added }: AnswerRules, headers: string[], secure: boolean): void => {
  let there = 0
  let to = 0
  for (let at = 0; at < headers.length; at += 2) {
    const rule = known.get(headers[at]!.toLowerCase())
    if (rule === isDropped) continue
    if (rule !== undefined) there |= rule
    headers[to++] = headers[at]!
    headers[to++] = headers[at + 1]!
  }
  headers.length = to
  const otherTransport = secure ? 'plain' : 'tls'
  for (const { name, value, bit, over } of added) if ((there & bit) === 0 && over !== otherTransport) headers.push(name, value)
}
