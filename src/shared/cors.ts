/**
 * Whether a page of another origin may call, as the Fetch standard has browsers ask: read by the guard for each such
 * request, and by the console to try it. Pure.
 */
import type { RouteSettings } from './route-settings.ts'

export type CorsSettings = Pick<
  RouteSettings,
  'corsOrigins' | 'corsMethods' | 'corsHeaders' | 'corsExposed' | 'corsCredentials' | 'corsMaxAgeMs' | 'corsPrivateNetwork'
>

export interface OriginRule {
  anyOrigin: boolean
  has(origin: string): boolean
}

const labels = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/

/** Compared as a whole: neither `https://example.com.evil.net` nor `https://evilexample.com` passes for `*.example.com`. */
export const originRule = (origins: readonly string[]): OriginRule => {
  const exact = new Set(origins.filter((origin) => !origin.includes('*')))
  const wild = origins
    .filter((origin) => origin.includes('://*.'))
    .map((origin) => {
      const star = origin.indexOf('*')
      return { before: origin.slice(0, star), after: origin.slice(star + 1) }
    })
  const anyOrigin = origins.includes('*')
  return {
    anyOrigin,
    has: (given) => {
      const origin = given.toLowerCase()
      if (origin === 'null') return false
      if (anyOrigin || exact.has(origin)) return true
      return wild.some(
        ({ before, after }) =>
          origin.length > before.length + after.length &&
          origin.startsWith(before) &&
          origin.endsWith(after) &&
          labels.test(origin.slice(before.length, origin.length - after.length)),
      )
    },
  }
}

/** Fetch, 2.2.1: these are sent without asking first. */
const simpleMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])
const simpleHeaders: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-language', 'range'])

export interface PageCall {
  origin: string
  method: string
  /** Names, lower case. */
  headers: readonly string[]
  privateNetwork?: boolean
}

export interface CorsRules {
  settings: CorsSettings
  origins: OriginRule
  methods: ReadonlySet<string>
  headers: ReadonlySet<string>
}

/** Null where the route leaves it to its service. `alsoHeaders`: that pages need for what the guard itself asks for. */
export const corsRules = (settings: CorsSettings, alsoHeaders: readonly string[] = []): CorsRules | null =>
  settings.corsOrigins.length === 0
    ? null
    : {
        settings,
        origins: originRule(settings.corsOrigins),
        methods: new Set(settings.corsMethods),
        headers: new Set([...settings.corsHeaders, ...alsoHeaders]),
      }

export type CorsVerdict = { allowed: true } | { allowed: false; reason: string }
const refused = (reason: string): CorsVerdict => ({ allowed: false, reason })

/** Of what a browser asks before it sends (a preflight). */
export const judgePreflight = (
  { settings, origins, methods, headers: allowed }: CorsRules,
  { origin, method, headers, privateNetwork = false }: PageCall,
): CorsVerdict => {
  if (origin === 'null') return refused('the page has no origin of its own (null), which any page can have')
  if (!origins.has(origin)) return refused('its origin is not on the list')
  if (!simpleMethods.has(method) && !methods.has(method)) return refused('its method is not on the list')
  if (headers.some((name) => !simpleHeaders.has(name) && !allowed.has(name)))
    return refused('a header that it wants to send is not on the list')
  if (privateNetwork && !settings.corsPrivateNetwork) return refused('pages of public places may not call into this network')
  return { allowed: true }
}

/** Whether a browser asks first: `content-type` counts as one of other kinds than forms have. */
export const asksFirst = ({ method, headers }: Pick<PageCall, 'method' | 'headers'>): boolean =>
  !simpleMethods.has(method) || headers.some((name) => !simpleHeaders.has(name))
