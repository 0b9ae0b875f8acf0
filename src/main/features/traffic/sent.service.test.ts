import { expect, test } from 'vitest'
import { aBatch, aRequest } from '../../test-kit/any-traffic.ts'
import { openTestTraffic } from '../../test-kit/open-test-traffic.ts'

const dayMs = 86_400_000
const stepMs = 300_000

test('what each caller sent is told by steps of five minutes, of what was let through in the last week', async () => {
  const { traffic, clock } = openTestTraffic()
  const nowMs = clock.now()
  const requests = [
    aRequest(nowMs - 8 * dayMs),
    aRequest(nowMs - 2 * stepMs, { source: '10.0.0.1', tookMs: 0 }),
    aRequest(nowMs - 2 * stepMs, { source: '2001:db8::1', consumer: null, tookMs: 0 }),
    aRequest(nowMs - stepMs, { source: '2001:db8::2', consumer: null, tookMs: 0 }),
    aRequest(nowMs - stepMs, { source: '10.0.0.1', tookMs: 0 }),
    aRequest(nowMs - 1, { source: '10.0.0.1', tookMs: 0 }),
    aRequest(nowMs - stepMs, { source: '10.0.0.9', refusal: 'unknown-key', status: 401, tookMs: 0 }),
    aRequest(nowMs - stepMs, { route: null, template: null, tookMs: 0 }),
  ]
  await traffic.takeBatch(aBatch(1, requests))
  const { routes, sourcesFromMs } = await traffic.sentOnRoutes()
  expect([...routes.keys()]).toEqual(['shop'])
  const { consumers, sources } = routes.get('shop')!
  expect(Object.fromEntries(consumers)).toEqual({
    till: [nowMs - 2 * stepMs, 1, nowMs - stepMs, 2],
    null: [nowMs - 2 * stepMs, 1, nowMs - stepMs, 1],
  })
  const steps = sources.get('10.0.0.1')!
  expect(new Map(steps.map((value, at) => [value, steps[at + 1]] as const).filter((_, at) => at % 2 === 0))).toEqual(
    new Map([
      [nowMs - 2 * stepMs, 1],
      [nowMs - stepMs, 2],
    ]),
  )
  expect(sources.get('2001:db8:0:0::/64')).toHaveLength(4)
  expect(sources.size).toBe(2)
  expect(sourcesFromMs).toBeLessThanOrEqual(nowMs - 7 * dayMs)
})
