import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { policySchema } from '../../shared/policy.ts'
import { createCsrfKeys } from '../browsers/csrf-keys.ts'
import { makeToken } from '../browsers/csrf-token.ts'
import { call } from '../test-kit/call.ts'
import { startService } from '../test-kit/running-guard.ts'
import { issuerOf } from '../test-kit/token-maker.ts'
import { gatesOf, orderOf, startTried } from '../test-kit/tried.ts'

test('a draft is judged beside the policy in force, which serves on; it asks no target and puts in no key', async () => {
  let asked = 0
  const stranger = await startService((_request, response) => {
    asked += 1
    response.end()
  })
  const { attempt, guard, got, url } = await startTried({ limits: [{ id: 'few', name: 'Few', layer: 'global', limit: 3, perMs: 60_000 }] })
  expect((await call(url)).answer.statusCode).toBe(200)
  const served = guard.policy()!
  const locked = { ...served, routes: served.routes.map((route) => ({ ...route, settings: { identity: 'required' as const } })) }
  const out = await attempt(orderOf({}, { draft: { policy: locked, available: [] } }))
  expect(gatesOf(out)).toMatchObject({ identify: 'stopped key-needed', forward: 'never' })
  expect(out.answer).toMatchObject({ status: 401 })
  const moved = policySchema.parse({
    ...served,
    issuers: [{ ...issuerOf(''), keys: { kind: 'url', url: `${stranger}/keys` } }],
    consumers: [...served.consumers, { id: 'people', name: 'People' }],
    upstreams: [{ id: 'service', name: 'Service', targets: [{ url: stranger }], activeHealth: { everyMs: 500 } }],
    routes: [{ ...served.routes[0], settings: { injectKeys: [{ header: 'x-k', secret: 'vault:new' }] } }],
  })
  const there = await attempt(orderOf({}, { draft: { policy: moved, available: ['vault:new'] } }))
  expect(there.sent).toMatchObject({ target: stranger })
  expect(there.sent!.headers).toContainEqual({ name: 'x-k', value: null })
  // What was used counts for the draft, too.
  expect(there.limits).toMatchObject([{ limit: 'few', left: 2 }])
  const without = await attempt(orderOf({}, { draft: { policy: moved, available: [] } }))
  expect(gatesOf(without)).toMatchObject({ forward: 'stopped no-target' })
  expect(await guard.tryRequest(orderOf({}, { sends: true, draft: { policy: moved, available: [] } }))).toMatchObject({ ok: false })
  expect(await guard.tryRequest(orderOf({}, { draft: { policy: { routes: 7 }, available: [] } }))).toMatchObject({ ok: false })
  expect(guard.policy()).toBe(served)
  expect((await call(url)).answer.statusCode).toBe(200)
  expect(got).toHaveLength(2)
  expect(asked).toBe(0)
})

test('what stands for a key in a draft signs no token, neither there nor in the guard', async () => {
  const shared = { csrf: 'token', csrfKey: 'vault:k' } as const
  const { attempt, guard, url } = await startTried(
    { settings: shared },
    { secretOf: (reference) => (reference === 'vault:k' ? 'the real one' : null) },
  )
  const clock = createHandClock()
  const by = createCsrfKeys({ file: null, clock, ids: createIds(clock), logger: silentLogger })
  const headersBy = (key: string) => {
    const token = makeToken(by.shared(key, key), 'r'.repeat(22), '')
    return { host: 'shop.test', cookie: `gatehouse-csrf=${token}`, 'x-gatehouse-csrf': token }
  }
  const post = async (key: string) => (await call(url, { method: 'POST', headers: headersBy(key) })).answer.statusCode
  const { routes, ...served } = guard.policy()!
  const tryBy = async (key: string, csrfKey: string) => {
    const headers = Object.entries(headersBy(key)).map(([name, value]) => ({ name, value }))
    const policy = { ...served, routes: routes.map((route) => ({ ...route, settings: { ...shared, csrfKey } })) }
    return gatesOf(await attempt(orderOf({ method: 'POST', headers }, { draft: { policy, available: [csrfKey] } })))['forgery']
  }
  expect(await post('the real one')).toBe(200)
  expect(await tryBy('the real one', 'vault:k')).toBe('passed')
  expect(await tryBy('x', 'vault:k')).toBe('stopped forged-request')
  expect(await tryBy('x', 'vault:new')).toBe('stopped forged-request')
  expect(await post('x')).toBe(403)
  expect(await post('the real one')).toBe(200)
})
