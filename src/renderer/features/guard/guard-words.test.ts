import { expect, test } from 'vitest'
import { matchSchema, policySchema } from '../../../shared/policy.ts'
import { keyWords, limitWords, matchWords, portsWords } from './guard-words.ts'

test.each([
  [{}, '/'],
  [{ path: { kind: 'prefix', value: '/api' } }, '/api and below'],
  [{ path: { kind: 'exact', value: '/health' }, methods: ['get'] }, 'GET /health'],
  [{ hosts: ['api.example.com'], path: { kind: 'pattern', value: '/users/{id}' } }, 'api.example.com/users/{id}'],
  [{ hosts: ['api.example.com'] }, 'api.example.com'],
] as const)('a match is told in a line', (match, words) => expect(matchWords({ match: matchSchema.parse(match) })).toBe(words))

test('ports are told, and that there is none', () => {
  expect(portsWords({ ports: {} })).toBe('on no port')
  expect(portsWords({ ports: { main: 8080, other: 8081 } })).toBe('on port 8080, 8081')
})

test('a limit is told with its stretch of time', () => {
  expect(limitWords({ limit: 1000, perMs: 3_600_000 })).toContain('at most 1,000 in')
})

test('whom a limit counts is told by name, and by id where there is no such part any more', () => {
  const policy = policySchema.parse({
    upstreams: [{ id: 'up', name: 'Up', targets: [{ url: 'http://127.0.0.1:3000' }] }],
    routes: [{ id: 'print', name: 'Print API', upstream: 'up' }],
    consumers: [{ id: 'acme', name: 'Acme shop' }],
  })
  const words = (layer: Parameters<typeof keyWords>[1]['layer'], key: string) => keyWords(policy, { layer }, key)
  expect(words('global', '')).toBe('Everybody together')
  expect(words('source', '2001:db8:0:1::/64')).toBe('2001:db8:0:1::/64')
  expect(words('consumer', 'acme')).toBe('Acme shop')
  expect(words('source-route', 'print 10.0.0.1')).toBe('Print API, 10.0.0.1')
  expect(words('consumer-route', 'gone acme')).toBe('gone, Acme shop')
})
