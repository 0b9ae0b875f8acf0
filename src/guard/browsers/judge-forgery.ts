/**
 * Whether a page of another place may have made a browser send this (CSRF, OWASP's cheat sheet): by what browsers say of
 * where it comes from, which no page can write itself. Pure.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { OriginRule } from '../../shared/cors.ts'

/** RFC 9110, 9.2.1: they change nothing, or the service is not to be helped. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
export const isSafe = (method: string): boolean => safeMethods.has(method)

export type Coming =
  /** From a page of its own, or typed in by the person. */
  | { kind: 'own' }
  /** From a page that the policy names. */
  | { kind: 'named' }
  /** Nothing says where from: an old browser, or none. */
  | { kind: 'untold' }
  | { kind: 'foreign'; reason: string }

const originOf = (url: string): string | null => {
  try {
    return new URL(url).origin
  } catch {
    return null
  }
}

/** Without a port that is the usual one; `scheme` `http` or `https`. */
const hostOf = (origin: string): { scheme: string; host: string } | null => {
  const url = URL.parse(origin)
  return url && { scheme: url.protocol.slice(0, -1), host: url.host }
}

/** Whether it is the place that was asked. Unless it came over TLS, a proxy that nobody trusts may have ended TLS before. */
const isOwn = (origin: string, host: string, secure: boolean): boolean => {
  const page = hostOf(origin)
  if (!page || (page.scheme !== 'https' && (secure || page.scheme !== 'http'))) return false
  return page.host === URL.parse(`${page.scheme}://${host}`)?.host
}

export const comingOf = (headers: IncomingHttpHeaders, host: string, secure: boolean, named: OriginRule): Coming => {
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return { kind: 'own' }
  const { origin = headers.referer === undefined ? undefined : (originOf(headers.referer) ?? 'null') } = headers
  if (origin === undefined) return site === undefined ? { kind: 'untold' } : { kind: 'foreign', reason: 'from a page that is not told' }
  if (origin === 'null') return { kind: 'foreign', reason: 'from a page without an origin of its own' }
  if (named.has(origin)) return { kind: 'named' }
  // A browser that says where it comes from has compared schemes and ports, too.
  if (site === undefined && isOwn(origin, host, secure)) return { kind: 'own' }
  return { kind: 'foreign', reason: site === 'same-site' ? 'from a page of a neighbouring name' : 'from a page of another site' }
}
