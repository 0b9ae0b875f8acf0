import { expect, test } from 'vitest'
import type { Policy } from '../../../shared/policy.ts'
import { policySchema } from '../../../shared/policy.ts'
import { changesOf } from './policy-changes.ts'
import { warningsOf } from './policy-warnings.ts'

const key = { id: 'k1', prefix: 'abcdefgh', hash: 'a'.repeat(64) }
const base = {
  listeners: [{ id: 'main', port: 8080 }],
  upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [{ id: 'all', name: 'All', upstream: 'api', settings: { identity: 'required' } }],
  consumers: [{ id: 'shop', name: 'Shop', keys: [key] }],
}
const policy = (changes: object = {}): Policy => policySchema.parse({ ...base, ...changes })
const before = policy()
const warn = (after: Policy, from = before) => warningsOf(from, after, { nowMs: 1_000, knowsKey: (id) => id === 'known' })

test('a policy that is as it was warns of nothing', () => {
  expect(warn(policy())).toEqual([])
  expect(changesOf(before, policy())).toEqual([])
})

test('a policy that would lock everyone out says so, also where the only key has expired', () => {
  expect(warn(policy({ consumers: [] }))).toEqual(['Nobody could get in: every route needs a key and no consumer has one.'])
  const expired = policy({ consumers: [{ id: 'shop', name: 'Shop', keys: [{ ...key, expiresAtMs: 999 }] }] })
  expect(warn(expired)).toEqual(['Nobody could get in: every route needs a key and no consumer has one that has not expired.'])
  const kept = policy({ consumers: [{ id: 'shop', name: 'Shop', enabled: false, keys: [key] }] })
  expect(warn(kept)[0]).toContain('Nobody could get in')
})

test('what was protected and is open is told, by the route itself, by the defaults, and by a wider route that takes over', () => {
  const opened = 'The route “All” sends on without a key what was protected before.'
  expect(warn(policy({ routes: [{ id: 'all', name: 'All', upstream: 'api', settings: { identity: 'optional' } }] }))).toEqual([opened])
  const inherits = { routes: [{ id: 'all', name: 'All', upstream: 'api' }] }
  expect(warn(policy(inherits), policy({ ...inherits, defaults: { identity: 'required' } }))).toEqual([opened])
  const secret = {
    id: 's',
    name: 'Secret',
    upstream: 'api',
    match: { path: { kind: 'prefix', value: '/admin' } },
    settings: { identity: 'required' },
  }
  const rest = { id: 'r', name: 'Rest', upstream: 'api' }
  expect(warn(policy({ routes: [rest] }), policy({ routes: [secret, rest] }))).toEqual([
    'Requests of “Secret”, which needed a key, go through “Rest” from now on, which needs none.',
  ])
})

test('each odd thing has its sentence, and is told when it comes and not again', () => {
  const odd = policy({
    listeners: [{ id: 'main', host: '0.0.0.0', port: 8080 }],
    trustedProxies: ['0.0.0.0/0'],
    passThrough: true,
    upstreams: [...base.upstreams, { id: 'self', name: 'Self', targets: [{ url: 'http://localhost:8080', weight: 0 }] }],
    routes: [
      ...base.routes,
      {
        id: 'twin',
        name: 'Twin',
        upstream: 'api',
        settings: { identity: 'optional', stripPrefix: '/v1', injectKeys: [{ header: 'x-key', secret: 'vault:gone' }] },
      },
    ],
    limits: [{ id: 'few', name: 'Few', layer: 'consumer', limit: 10, perMs: 600_000 }],
  })
  expect(warn(odd)).toEqual([
    'Pass-through refuses nothing: no key, network or limit holds any one back.',
    'The limit “Few” refuses more than 10 in 10 min of each consumer, from now on.',
    'The listener on 0.0.0.0:8080 can be reached from other machines.',
    'Everybody is believed about whom they call for: any caller can name another address.',
    'The routes “All” and “Twin” take the same requests: the first answers them all.',
    'The route “Twin” puts in a key that the vault does not hold: it answers 503.',
    'The route “Twin” takes /v1 off the path, and does not take that path.',
    'No route uses the upstream “Self”.',
    'The upstream “Self” sends to nobody: every weight is 0.',
    'The upstream “Self” sends back to the guard itself.',
    'The limit “Few” counts consumers, but the route “Twin” takes requests without a key: those it does not count.',
  ])
  expect(warn(odd, odd)).toEqual([])
})

test('changes are told in plain sentences, as grave as they are, and never with the value of a header', () => {
  const after = policy({
    passThrough: true,
    upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3001' }] }],
    routes: [
      {
        id: 'all',
        name: 'Every‮thing',
        upstream: 'api',
        settings: { answerTimeoutMs: 5_000, setRequestHeaders: { 'x-token': 'hush-hush' } },
      },
      { id: 'new', name: 'New', upstream: 'api', match: { path: { kind: 'exact', value: '/new' }, methods: ['post'] } },
    ],
    consumers: [],
    limits: [{ id: 'few', name: 'Few', layer: 'source', limit: 100, perMs: 60_000, routes: ['new'], mode: 'dry-run' }],
  })
  const told = changesOf(before, after)
  expect(told.map(({ sentence, severity }) => [severity, sentence])).toEqual([
    ['high', 'Pass-through was turned on: the guard tells what it would refuse, and refuses nothing'],
    ['low', 'The upstream “API” was changed: sends to http://127.0.0.1:3001'],
    [
      'medium',
      'The route “All” was changed: called “Every\ufffdthing”; identity as inherited; an answer within 5 s; request headers set: x-token',
    ],
    ['low', 'The route “New” was added: POST /new alone to “API”'],
    ['medium', 'The consumer “Shop” was removed, and with it its 1 key'],
    ['low', 'The limit “Few” was added: 100 in 1 min of each address on “New”, told and not enforced'],
  ])
  expect(JSON.stringify(told)).not.toContain('hush')
})
