import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Route } from '../../shared/policy.ts'
import { routeSchema } from '../../shared/policy.ts'
import type { PolicyInput } from '../test-kit/running-guard.ts'
import { createRouteTable, segmentsOf } from './route-table.ts'

type Match = NonNullable<NonNullable<PolicyInput['routes']>[number]['match']>
const route = (id: string, match: Match, enabled = true): { route: Route } => ({
  route: routeSchema.parse({ id, name: id, upstream: 'u', match, enabled }),
})
const request = (method = 'GET', headers: Record<string, string> = {}) => ({ method, headers })
const tableOf = (matches: Record<string, Match>) => createRouteTable(Object.entries(matches).map(([id, match]) => route(id, match)))
const found = (table: ReturnType<typeof tableOf>, host: string, path: string, asked = request()) =>
  table.find(host, path, asked)?.route.id ?? null

test('the most particular route wins', () => {
  const table = tableOf({
    all: {},
    api: { path: { kind: 'prefix', value: '/api/' } },
    users: { path: { kind: 'pattern', value: '/api/users/{id}' } },
    me: { path: { kind: 'exact', value: '/api/users/me' } },
    files: { path: { kind: 'pattern', value: '/files/{rest*}' } },
    post: { path: { kind: 'prefix', value: '/api' }, methods: ['post'] },
    beta: { path: { kind: 'prefix', value: '/api' }, headers: [{ name: 'x-beta', value: null }] },
    own: { hosts: ['a.example'], path: { kind: 'prefix', value: '/own' } },
    wild: { hosts: ['*.example'] },
  })
  const asked: [string, string, ReturnType<typeof request>?][] = [
    ['x', '/'],
    ['x', '/apiary'],
    ['x', '/api'],
    ['x', '/api/users/7'],
    ['x', '/api/users/me'],
    ['x', '/api//users///me/'],
    ['x', '/api/users/7/more'],
    ['x', '/files/a/b/c'],
    ['x', '/api/x', request('POST')],
    ['x', '/api/x', request('POST', { 'x-beta': '1' })],
    ['a.example', '/own/x'],
    ['a.example', '/api'],
    ['b.a.example', '/api'],
    ['example', '/'],
  ]
  expect(asked.map(([host, path, one]) => found(table, host, path, one))).toEqual(
    'all all api users me me api files post beta own wild wild all'.split(' '),
  )
})

test('a route that is off is none, and without a route for all there may be none', () => {
  const table = createRouteTable([route('off', {}, false), route('on', { path: { kind: 'exact', value: '/a' } })])
  expect(table.find('x', '/b', request())).toBeNull()
  expect(table.find('x', '/a', request())?.route.id).toBe('on')
})

/** The same rule, read straight from its sentence: try all, compare each with each. */
const bruteForce = (routes: { route: Route }[], host: string, path: string, asked: ReturnType<typeof request>): string | null => {
  const given = segmentsOf(path)
  const fits = ({ match }: Route): boolean => {
    const own = segmentsOf(match.path.value)
    const same = (segment: string, at: number) =>
      match.path.kind === 'pattern' && segment.startsWith('{') ? given[at] !== undefined : segment === given[at]
    const rest = match.path.kind === 'pattern' && own.at(-1)?.endsWith('*}') === true
    const fixed = rest ? own.slice(0, -1) : own
    const long = match.path.kind === 'prefix' || rest ? given.length >= fixed.length : given.length === fixed.length
    return (
      long &&
      fixed.every(same) &&
      (match.methods.length === 0 || match.methods.includes(asked.method)) &&
      match.headers.every(({ name, value }) => (value === null ? name in asked.headers : asked.headers[name] === value))
    )
  }
  const hosts = [host, ...[...host.matchAll(/\./g)].map(({ index }) => `*${host.slice(index)}`), '']
  for (const one of hosts) {
    const rank = ({ match }: Route, order: number): number[] => [
      ['prefix', 'pattern', 'exact'].indexOf(match.path.kind),
      segmentsOf(match.path.value).length,
      segmentsOf(match.path.value).filter((text) => match.path.kind !== 'pattern' || !text.startsWith('{')).length,
      match.headers.length,
      match.methods.length > 0 ? 1 : 0,
      -order,
    ]
    const best = routes
      .map(({ route: it }, order) => ({ it, rank: rank(it, order) }))
      .filter(({ it }) => (one === '' ? it.match.hosts.length === 0 : it.match.hosts.includes(one)) && fits(it))
      .toSorted((a, b) => {
        const at = a.rank.findIndex((value, place) => value !== b.rank[place])
        return b.rank[at]! - a.rank[at]!
      })[0]
    if (best) return best.it.id
  }
  return null
}

const texts = fc.constantFrom('a', 'b', 'c')
const kinds = fc.constantFrom('prefix' as const, 'exact' as const, 'pattern' as const)
const matches: fc.Arbitrary<Match> = fc
  .record({
    hosts: fc.uniqueArray(fc.constantFrom('a.x', '*.x', 'b.a.x'), { maxLength: 2 }),
    kind: kinds,
    segments: fc.array(fc.oneof({ weight: 3, arbitrary: texts }, { weight: 1, arbitrary: fc.constant('{one}') }), { maxLength: 3 }),
    rest: fc.boolean(),
    methods: fc.constantFrom<string[]>([], [], ['GET'], ['POST']),
    headers: fc.constantFrom<{ name: string; value: string | null }[]>([], [], [{ name: 'h', value: null }], [{ name: 'h', value: '1' }]),
  })
  .map(({ hosts, kind, segments, rest, methods, headers }) => {
    const plain = segments.map((segment) => (kind === 'pattern' || segment !== '{one}' ? segment : 'a'))
    return {
      hosts,
      path: { kind, value: `/${[...plain, ...(kind === 'pattern' && rest ? ['{rest*}'] : [])].join('/')}` },
      methods,
      headers,
    }
  })

test('what is found is what trying all of them finds', () => {
  fc.assert(
    fc.property(
      fc.array(matches, { maxLength: 25 }),
      fc.constantFrom('a.x', 'b.a.x', 'c.x', 'y'),
      fc.array(texts, { maxLength: 4 }),
      fc.constantFrom(request(), request('POST'), request('GET', { h: '1' }), request('POST', { h: '2' })),
      (all, host, path, asked) => {
        const routes = all.map((match, at) => route(`r${at}`, match))
        const table = createRouteTable(routes)
        expect(table.find(host, `/${path.join('/')}`, asked)?.route.id ?? null).toBe(bruteForce(routes, host, `/${path.join('/')}`, asked))
      },
    ),
    { numRuns: 400 },
  )
})

test('among ten thousand routes each path finds its own', () => {
  const routes = Array.from({ length: 10_000 }, (_, at) =>
    route(`r${at}`, {
      path: { kind: at % 2 ? 'prefix' : 'pattern', value: at % 2 ? `/s${at % 100}/p${at}` : `/s${at % 100}/p${at}/{id}` },
    }),
  )
  const table = createRouteTable(routes)
  for (let at = 0; at < 10_000; at++) expect(table.find('x', `/s${at % 100}/p${at}/7`, request())?.route.id).toBe(`r${at}`)
  expect(table.find('x', '/s1/none', request())).toBeNull()
})
