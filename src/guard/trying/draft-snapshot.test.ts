import { expect, test } from 'vitest'
import { policySchema } from '../../shared/policy.ts'
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
