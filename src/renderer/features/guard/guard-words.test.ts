import { expect, test } from 'vitest'
import { matchSchema } from '../../../shared/policy.ts'
import { limitWords, matchWords, portsWords } from './guard-words.ts'

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
