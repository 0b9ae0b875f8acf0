/** The gate path of requests that were let through, refused, or let by. */
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { gatePath, gateWords, pathWords } from './gate-path.ts'

const record = (some: Partial<RequestRecord> = {}): RequestRecord => ({
  id: '01990000-0000-7000-8000-000000000001',
  atMs: 1_000,
  tookMs: 5,
  source: '203.0.113.7',
  method: 'GET',
  route: 'print',
  template: '/api',
  consumer: 'shop',
  keyId: 'k1',
  caller: null,
  upstream: 'print',
  target: 'http://127.0.0.1:3000',
  status: 200,
  refusal: null,
  reason: null,
  overlooked: [],
  brokenOff: null,
  bytesIn: 0,
  bytesOut: 12,
  stages: ['admit', 'identify', 'authorise', 'limit', 'forward'].map((name) => ({ name, ms: 0.1 })),
  upstreamMs: 4,
  query: null,
  policyRevision: 3,
  trace: null,
  triedBy: null,
  ...some,
})
const names = { route: 'Print', consumer: 'Shop', limit: (id: string) => (id === 'login' ? 'Sign-ins' : id) }
const shape = (some: Partial<RequestRecord>) =>
  gatePath(record(some))
    .map(({ kind }) => kind[0])
    .join('')
const words = (stage: string, some: Partial<RequestRecord>) => {
  const of = record(some)
  const gate = gatePath(of).find(({ name }) => name === stage)
  return gate ? gateWords(gate, of, names) : null
}
const stages = (...reached: string[]) => reached.map((name) => ({ name, ms: 0.1 }))

test('a request that was answered passed every stage', () => {
  expect(shape({})).toBe('ppppppppp')
  expect(pathWords(gatePath(record()))).toBe('All stages passed')
})

test('a refused one stops where it was refused; the answer is hardened and recorded all the same', () => {
  const some = { refusal: 'rate-limited', status: 429, stages: stages('admit', 'identify', 'authorise', 'limit') }
  expect(shape(some)).toBe('pppppsnpp')
  expect(pathWords(gatePath(record(some)))).toBe('Stopped at limit')
  expect(words('forward', some)).toBe('Not reached')
})

test('a stage that was too fast to be measured counts as passed where a later one was reached', () => {
  expect(shape({ refusal: 'rate-limited', stages: stages('admit', 'limit') })).toBe('pppppsnpp')
})

test('what the guard answers itself goes no further, and reports of browsers are told only where there is one', () => {
  const preflight = { method: 'OPTIONS', status: 204, target: null, stages: stages('admit', 'browser-reports', 'cross-origin') }
  expect(shape(preflight)).toBe('ppnnnnnpp')
  expect(pathWords(gatePath(record(preflight)))).toBe('Answered at other origins')
  expect(words('cross-origin', preflight)).toBe('A browser asked first, and the page may call')
  const report = { method: 'POST', status: 204, target: null, stages: stages('admit', 'browser-reports') }
  expect(pathWords(gatePath(record(report)))).toBe('Answered at reports')
  expect(
    shape({ stages: stages('admit', 'browser-reports', 'cross-origin', 'forgery', 'identify', 'authorise', 'limit', 'forward') }),
  ).toBe('ppppppppp')
})

test('what was refused before any stage stops at the first', () => {
  expect(shape({ refusal: 'busy', route: null, stages: [] })).toBe('snnnnnnpp')
})

test('a failed target stops at forwarding, also where its stage is not in the record', () => {
  expect(shape({ refusal: 'upstream-timeout', stages: stages('admit', 'identify', 'authorise', 'limit') })).toBe('ppppppspp')
})

test('a stage that this console does not know yet is shown before forwarding', () => {
  const path = gatePath(record({ refusal: 'attack', stages: stages('admit', 'identify', 'authorise', 'limit', 'inspect') }))
  expect(path.map(({ name, kind }) => `${name} ${kind}`).slice(5, 8)).toEqual(['limit passed', 'inspect stopped', 'forward never'])
})

test('each stage says what it decided', () => {
  expect(words('identify', {})).toBe('Consumer Shop, key k1')
  expect(words('identify', { consumer: null, keyId: null })).toBe('Without a key')
  expect(words('identify', { keyId: null, caller: 'login~aB3' })).toBe('Consumer Shop, by a token of login, caller aB3')
  expect(words('identify', { refusal: 'bad-token', reason: 'it has expired' })).toBe('Its token is not valid. It has expired.')
  expect(words('forward', {})).toBe('http://127.0.0.1:3000 answered 200 after 4 ms, 12 B')
  expect(words('limit', { refusal: 'rate-limited', reason: 'login' })).toBe('The limit “Sign-ins” was reached.')
})

test('what a dry run let by is said at its stage', () => {
  expect(words('limit', { overlooked: ['rate-limited: login, in dry run'] })).toBe(
    'Let by, and would be refused: rate limited (“Sign-ins”, in dry run)',
  )
  expect(shape({ overlooked: ['rate-limited: login, in dry run'] })).toBe('ppppppppp')
})
