import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { call } from './test-kit/call.ts'
import type { PolicyInput } from './test-kit/running-guard.ts'
import { policyFor, startGuard, startService } from './test-kit/running-guard.ts'

const keyOf = (prefix: string) => `gh_${prefix}_${prefix.padEnd(43, 'x')}`
const hashOf = (prefix: string) => createHash('sha256').update(keyOf(prefix)).digest('hex')
type Consumer = NonNullable<PolicyInput['consumers']>[number]
const consumer = (id: string, prefix: string, more: Partial<Consumer> = {}, key: object = {}): Consumer => ({
  id,
  name: id,
  keys: [{ id: `${id}-key`, prefix, hash: hashOf(prefix), ...key }],
  ...more,
})

const setUp = async (more: Parameters<typeof policyFor>[1] = {}) => {
  const clock = createHandClock()
  const target = await startService((_request, response) => response.end('served'))
  const running = await startGuard(policyFor(target, more), { clock })
  const ask = async (prefix: string | null, options: { path?: string; headers?: Record<string, string> } = {}) => {
    const headers = { ...(prefix === null ? {} : { 'x-api-key': keyOf(prefix) }), ...options.headers }
    const { answer, text } = await call(running.url, { ...options, headers })
    return { status: answer.statusCode!, headers: answer.headers, text }
  }
  return { ...running, clock, ask }
}

test('where a key is needed, only one that is right, in its time and from its network, is let by', async () => {
  const { ask, clock, recorded } = await setUp({
    settings: { identity: 'required' },
    consumers: [
      consumer('ann', 'annannan', {}, { expiresAtMs: createHandClock().now() + 1000 }),
      consumer('off', 'offoffof', { enabled: false }),
      consumer('far', 'farfarfa', { networks: ['10.0.0.0/8'] }),
      consumer('near', 'nearnear', { networks: ['10.0.0.0/8', '127.0.0.0/8'] }),
    ],
  })
  expect((await ask('annannan')).status).toBe(200)
  expect(await ask(null)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="gatehouse"' } })
  expect((await ask('offoffof')).status).toBe(401)
  expect((await ask('nobodyxx')).status).toBe(401)
  expect((await ask('farfarfa')).status).toBe(403)
  expect((await ask('nearnear')).status).toBe(200)
  expect((await ask(null, { headers: { authorization: `bearer ${keyOf('nearnear')}` } })).status).toBe(200)
  expect((await ask(null, { headers: { 'x-api-key': `${keyOf('nearnear').slice(0, -1)}y` } })).status).toBe(401)
  clock.advance(1000)
  expect((await ask('annannan')).status).toBe(401)
  const records = await recorded(9)
  expect(records.map(({ consumer: who }) => who)).toEqual(['ann', null, null, null, null, 'near', 'near', null, null])
  expect(JSON.stringify(records)).not.toContain(keyOf('annannan'))
})

test('on one connection each key is judged for itself, and one that was taken away is refused at once', async () => {
  const consumers = [consumer('ann', 'annannan'), consumer('bob', 'bobbobbo')]
  const { ask, change, guard, recorded } = await setUp({ settings: { identity: 'required' }, consumers })
  expect((await ask('annannan')).status).toBe(200)
  expect((await ask('annannan')).status).toBe(200)
  expect((await ask('bobbobbo')).status).toBe(200)
  expect((await ask('nobodyxx')).status).toBe(401)
  expect((await ask('annannan')).status).toBe(200)
  await change({ ...guard.policy()!, consumers: [consumers[1]!] })
  expect((await ask('annannan')).status).toBe(401)
  expect((await ask('bobbobbo')).status).toBe(200)
  const records = await recorded(7)
  expect(records.map(({ consumer: who }) => who)).toEqual(['ann', 'ann', 'bob', null, 'ann', null, 'bob'])
})

test('where a key may be given, a wrong one of ours is refused and another’s token passes', async () => {
  const { ask } = await setUp({ settings: { identity: 'optional' }, consumers: [consumer('ann', 'annannan')] })
  expect((await ask(null)).status).toBe(200)
  expect((await ask('annannan')).status).toBe(200)
  expect((await ask('nobodyxx')).status).toBe(401)
  expect((await ask(null, { headers: { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' } })).status).toBe(200)
})

test('an action needs its scope, by role, of the consumer’s own, or of all', async () => {
  const { ask } = await setUp({
    settings: { identity: 'required', action: 'view_jobs' },
    consumers: [
      consumer('user', 'useruser'),
      consumer('viewer', 'viewview', { role: 'viewer' }),
      consumer('extra', 'extraext', { scopes: ['view_jobs'] }),
      consumer('admin', 'adminadm', { role: 'admin' }),
      consumer('narrow', 'narrowna', { role: 'admin' }, { scopes: ['print_request'] }),
      consumer('wide', 'widewide', {}, { scopes: ['view_jobs'] }),
    ],
  })
  const statuses: number[] = []
  for (const prefix of ['useruser', 'viewview', 'extraext', 'adminadm', 'narrowna', 'widewide']) statuses.push((await ask(prefix)).status)
  expect(statuses).toEqual([403, 200, 200, 200, 403, 403])
})

test('of 15 at once with 10 allowed exactly 5 are refused, and are told how long to wait', async () => {
  const { ask } = await setUp({ limits: [{ id: 'ten', name: 'Ten', layer: 'source', limit: 10, perMs: 60_000 }] })
  const answers = await Promise.all(Array.from({ length: 15 }, () => ask(null)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(5)
  expect(refused[0]!.headers).toMatchObject({ 'retry-after': '60', 'ratelimit-policy': '"ten";q=10;w=60', ratelimit: '"ten";r=0;t=60' })
  const left = answers.filter(({ status }) => status === 200).map(({ headers }) => /r=(\d+)/.exec(headers['ratelimit'] as string)![1])
  expect(left.map(Number).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('what is refused before the limit uses up nothing of it', async () => {
  const { ask } = await setUp({
    settings: { identity: 'required' },
    consumers: [consumer('ann', 'annannan')],
    limits: [{ id: 'one', name: 'One', layer: 'global', limit: 1, perMs: 60_000 }],
  })
  for (let at = 0; at < 5; at++) expect((await ask('nobodyxx')).status).toBe(401)
  expect((await ask('annannan')).status).toBe(200)
  expect((await ask('annannan')).status).toBe(429)
})

test('pass-through lets by what would be refused and tells it; what is no clear request it does not let by', async () => {
  const { ask, recorded } = await setUp({ passThrough: true, settings: { identity: 'required', action: 'view_jobs' } })
  expect((await ask('nobodyxx')).status).toBe(200)
  expect((await ask(null, { path: '/a/../b' })).status).toBe(400)
  const [passed] = await recorded(2)
  expect(passed).toMatchObject({ refusal: null, overlooked: ['unknown-key: no such key', 'not-allowed: the scope view_jobs is missing'] })
})

test('a dry run refuses nobody and tells whom it would have', async () => {
  const { ask, recorded } = await setUp({
    limits: [{ id: 'one', name: 'One', layer: 'global', limit: 1, perMs: 60_000, mode: 'dry-run' }],
  })
  expect((await ask(null)).headers).not.toHaveProperty('ratelimit')
  expect((await ask(null)).status).toBe(200)
  expect((await recorded(2)).map(({ overlooked }) => overlooked)).toEqual([[], ['rate-limited: one, in dry run']])
})

test('a path that a target may read as that of a stricter route is refused', async () => {
  const target = await startService((_request, response) => response.end('served'))
  const { url } = await startGuard({
    ...policyFor(target),
    routes: [
      { id: 'open', name: 'Open', upstream: 'service' },
      {
        id: 'admin',
        name: 'Admin',
        upstream: 'service',
        match: { path: { kind: 'prefix', value: '/in/admin' } },
        settings: { identity: 'required' },
      },
    ],
  })
  const statusOf = async (path: string) => (await call(url, { path })).answer.statusCode
  for (const path of ['/in/admin', '/in//admin', '//in/admin/', '/in/%61dmin', '/in/admin/x']) expect(await statusOf(path)).toBe(401)
  for (const path of ['/in%2fadmin', '/in/admin;x', '/in/admin%3bx', '/in;y/admin', '/x/../in/admin', '/x%2f..%2fin/admin', '/in/admin%00'])
    expect(await statusOf(path)).toBe(400)
  for (const path of ['/projects/a%2Fb', '/things;color=red']) expect(await statusOf(path)).toBe(200)
})

test('queries are recorded by name where the route says so, and never else', async () => {
  const { ask, recorded } = await setUp({ settings: { recordQuery: ['page'] } })
  await ask(null, { path: '/a?page=2&token=sesame' })
  const [record] = await recorded(1)
  expect(record).toMatchObject({ query: { page: '2' }, template: '/' })
  expect(JSON.stringify(record)).not.toMatch(/sesame|\/a/)
})
