/**
 * Finds the route of a request among thousands: by host, then along the segments of its path, then by method and headers.
 * The most particular wins: a host's own name before `*.name` before any; exact before pattern before prefix; of two
 * prefixes the longer; then more headers, then a method; then whichever stands first in the policy.
 */
import type { IncomingMessage } from 'node:http'
import type { Route } from '../../shared/policy.ts'
import { normalPath } from './request-path.ts'

interface Candidate<R> {
  route: R
  match: Route['match']
  segments: readonly Segment[]
  kind: 0 | 1 | 2
  order: number
}
type Segment = { kind: 'text'; text: string } | { kind: 'any' } | { kind: 'rest' }

interface Node<R> {
  texts: Map<string, Node<R>>
  any: Node<R> | null
  /** Routes that end here: exact and pattern. */
  here: Candidate<R>[]
  /** Routes that hold here and below: prefixes, and patterns that end with a rest. */
  below: Candidate<R>[]
}

export interface RouteTable<R> {
  /** `host` without its port, lower case; `path` as `comparablePath` makes it. */
  find(host: string, path: string, request: Pick<IncomingMessage, 'method' | 'headers'>): R | null
}

const emptyNode = <R>(): Node<R> => ({ texts: new Map(), any: null, here: [], below: [] })

/** `/a//b/` has the segments a and b: a path is not made another one by doubling its slashes. */
export const segmentsOf = (path: string): string[] => {
  const segments: string[] = []
  for (let from = 0; from < path.length;) {
    const slash = path.indexOf('/', from)
    const to = slash < 0 ? path.length : slash
    if (to > from) segments.push(path.slice(from, to))
    from = to + 1
  }
  return segments
}

const segmentsOfMatch = ({ kind, value }: Route['match']['path']): Segment[] =>
  segmentsOf(value).map((text) => {
    const name = kind === 'pattern' ? /^\{\w+(\*?)\}$/.exec(text) : null
    if (!name) return { kind: 'text', text: normalPath(text) }
    return name[1] === '*' ? { kind: 'rest' } : { kind: 'any' }
  })

const rankOf = { exact: 2, pattern: 1, prefix: 0 } as const

const addTo = <R>(root: Node<R>, candidate: Candidate<R>): void => {
  let node = root
  for (const segment of candidate.segments) {
    if (segment.kind === 'rest') {
      node.below.push(candidate)
      return
    }
    if (segment.kind === 'any') node = node.any ??= emptyNode()
    else {
      let next = node.texts.get(segment.text)
      if (!next) node.texts.set(segment.text, (next = emptyNode()))
      node = next
    }
  }
  if (candidate.kind === rankOf.prefix) node.below.push(candidate)
  else node.here.push(candidate)
}

const fits = <R>({ match }: Candidate<R>, { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  (match.methods.length === 0 || match.methods.includes(method ?? 'GET')) &&
  match.headers.every(({ name, value }) => (value === null ? headers[name] !== undefined : headers[name] === value))

const before = <R>(a: Candidate<R>, b: Candidate<R>): boolean => {
  if (a.kind !== b.kind) return a.kind > b.kind
  if (a.segments.length !== b.segments.length) return a.segments.length > b.segments.length
  const texts = (one: Candidate<R>) => one.segments.filter(({ kind }) => kind === 'text').length
  if (texts(a) !== texts(b)) return texts(a) > texts(b)
  if (a.match.headers.length !== b.match.headers.length) return a.match.headers.length > b.match.headers.length
  if (a.match.methods.length > 0 !== b.match.methods.length > 0) return a.match.methods.length > 0
  return a.order < b.order
}

const search = <R>(root: Node<R>, segments: readonly string[], request: Pick<IncomingMessage, 'method' | 'headers'>): R | null => {
  let best: Candidate<R> | null = null
  const consider = (candidates: readonly Candidate<R>[]) => {
    for (const candidate of candidates) if (fits(candidate, request) && (!best || before(candidate, best))) best = candidate
  }
  // At most two ways on at each segment, and `any` nodes are few: a pattern has as many segments as it is long.
  const walk = (node: Node<R>, at: number): void => {
    consider(node.below)
    if (at === segments.length) return consider(node.here)
    const next = node.texts.get(segments[at]!)
    if (next) walk(next, at + 1)
    if (node.any) walk(node.any, at + 1)
  }
  walk(root, 0)
  return best === null ? null : (best as Candidate<R>).route
}

export const createRouteTable = <R extends { route: Route }>(routes: readonly R[]): RouteTable<R> => {
  const byHost = new Map<string, Node<R>>()
  const nodeOf = (host: string): Node<R> => {
    let node = byHost.get(host)
    if (!node) byHost.set(host, (node = emptyNode()))
    return node
  }
  for (const [order, one] of routes.entries()) {
    const { match, enabled } = one.route
    if (!enabled) continue
    const candidate: Candidate<R> = { route: one, match, segments: segmentsOfMatch(match.path), kind: rankOf[match.path.kind], order }
    for (const host of match.hosts.length > 0 ? match.hosts : ['']) addTo(nodeOf(host), candidate)
  }
  return {
    find: (host, path, request) => {
      const segments = segmentsOf(path)
      const own = byHost.get(host)
      const found = own && search(own, segments, request)
      if (found) return found
      for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
        const wild = byHost.get(`*${host.slice(dot)}`)
        const match = wild && search(wild, segments, request)
        if (match) return match
      }
      const any = byHost.get('')
      return any ? search(any, segments, request) : null
    },
  }
}
