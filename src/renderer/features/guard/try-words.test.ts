import { expect, test } from 'vitest'
import { policySchema } from '../../../shared/policy.ts'
import type { Tried, TriedStage } from '../../../shared/tried-request.ts'
import { differencesOf, notChosenWords, stageWords, verdictOf } from './try-words.ts'

const policy = policySchema.parse({
  upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [{ id: 'all', name: 'All', upstream: 'api' }],
  limits: [{ id: 'few', name: 'Few', layer: 'global', limit: 3, perMs: 1000 }],
})
const stage = (name: string, kind: TriedStage['kind'] = 'passed', more: Partial<TriedStage> = {}): TriedStage => ({
  name,
  why: 'here',
  fails: 'closed',
  kind,
  code: null,
  title: null,
  reason: null,
  ms: 1,
  ...more,
})
const sent = { upstream: 'api', target: 'http://127.0.0.1:3000', method: 'GET', path: '/', headers: [], bodyBytes: 0 }
const tried = (more: Partial<Tried> = {}): Tried => ({
  id: 'one',
  policyRevision: 1,
  tookMs: 1,
  source: '127.0.0.1',
  route: 'all',
  consumer: null,
  stages: [stage('admit'), stage('identify'), stage('limit'), stage('forward')],
  notChosen: [],
  moreNotChosen: 0,
  limits: [{ limit: 'few', left: 2, resetMs: 0, waitMs: 0 }],
  sent,
  answer: null,
  problem: null,
  ...more,
})
const refused = tried({
  sent: null,
  limits: [],
  stages: [
    stage('admit'),
    stage('identify', 'stopped', { code: 'key-needed', title: 'A key is needed here.' }),
    stage('limit', 'never'),
    stage('forward', 'never'),
  ],
})

test('each stage says what it decided and why', () => {
  const words = (one: TriedStage, of = tried()) => stageWords(one, of, policy)
  expect(tried().stages.map((one) => words(one))).toEqual([
    'Route All',
    'Without a consumer',
    '“Few”: 2 left',
    'Would go to http://127.0.0.1:3000',
  ])
  expect(refused.stages.map((one) => words(one, refused)).slice(1, 3)).toEqual(['A key is needed here.', 'Not reached'])
  const limited = stage('limit', 'stopped', { code: 'rate-limited', title: 'Too many requests.', reason: 'few' })
  expect(words(limited)).toBe('Too many requests. “Few”.')
  expect(words({ ...limited, kind: 'let-by', reason: 'few, in dry run' })).toBe(
    'Let by, and would be refused: too many requests (“Few”, in dry run)',
  )
})

test('the verdict names the stage that stopped it, or that nothing would', () => {
  expect(verdictOf(refused)).toEqual({ words: 'Stopped at identify', severity: 'low' })
  expect(verdictOf(tried())).toEqual({ words: 'Would be let through', severity: null })
  expect(verdictOf(tried({ problem: 'It was closed.' })).severity).toBe('medium')
})

test('a change that locks a caller out is told part by part, and one that changes nothing tells nothing', () => {
  expect(differencesOf(tried(), refused, policy, policy)).toEqual([
    { name: 'Outcome', now: 'Would be let through', after: 'Stopped at identify' },
    { name: 'Goes to', now: 'GET http://127.0.0.1:3000/', after: 'nowhere' },
    { name: 'Limits', now: '“Few”: 2 left', after: 'No limit holds for it' },
  ])
  const headers = (...given: [string, string | null][]) =>
    tried({ sent: { ...sent, headers: given.map(([name, value]) => ({ name, value })) } })
  expect(
    differencesOf(headers(['a', '1'], ['x-request-id', '1']), headers(['a', '2'], ['k', null], ['x-request-id', '2']), policy, policy),
  ).toEqual([
    { name: 'Header a', now: '1', after: '2' },
    { name: 'Header k', now: 'none', after: 'there, not shown' },
  ])
  expect(differencesOf(tried(), tried(), policy, policy)).toEqual([])
})

test('why a route was not chosen is said by what it asks for', () => {
  expect(notChosenWords({ route: 'r', why: 'method', detail: 'POST' })).toBe('takes only POST')
})
