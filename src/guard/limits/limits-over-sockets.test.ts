import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { startRedis, whyNoRedis } from '../../main/test-kit/redis-server.ts'
import { call } from '../test-kit/call.ts'
import { afterTest, policyFor, startGuard, startService } from '../test-kit/running-guard.ts'

const hourMs = 3_600_000
const serve = () => startService((_request, response) => response.end('served'))
const statusesOf = async (url: string, count: number, headers: Record<string, string> = {}) => {
  const answers = await Promise.all(Array.from({ length: count }, () => call(url, { agent: false, headers })))
  return answers.map(({ answer }) => answer.statusCode)
}

test('a bucket is told to the caller by its burst, the time it takes to fill, and when one more may come', async () => {
  const bucket = { id: 'cup', name: 'Cup', layer: 'source', kind: 'bucket', limit: 6, perMs: hourMs, burst: 2 } as const
  const guard = await startGuard(policyFor(await serve(), { limits: [bucket] }))
  const [first, second, third] = [await call(guard.url), await call(guard.url), await call(guard.url)]
  expect(first.answer.headers).toMatchObject({ 'ratelimit-policy': '"cup";q=2;w=1200', ratelimit: '"cup";r=1;t=600' })
  expect(second.answer.headers.ratelimit).toMatch(/^"cup";r=0;t=1(?:200|199)$/)
  expect([first, second, third].map(({ answer }) => answer.statusCode)).toEqual([200, 200, 429])
  expect(Number(third.answer.headers['retry-after'])).toBeGreaterThan(590)
  expect(Number(third.answer.headers['retry-after'])).toBeLessThanOrEqual(600)
})

test('sessions are counted by a digest of their cookie, classes by what their route says', async () => {
  const service = await serve()
  const guard = await startGuard({
    ...policyFor(service, { settings: { sessionFrom: 'cookie:sid', resourceClass: 'export' } }),
    limits: [
      { id: 'session', name: 'Session', layer: 'session', limit: 1, perMs: hourMs },
      { id: 'class', name: 'Class', layer: 'class', resourceClass: 'export', limit: 4, perMs: hourMs },
      { id: 'other', name: 'Other', layer: 'class', resourceClass: 'generation', limit: 1, perMs: hourMs },
    ],
  })
  const statusWith = async (cookie: string) => (await statusesOf(guard.url, 1, cookie === '' ? {} : { cookie }))[0]
  expect(await statusWith('theme=dark; sid=abc')).toBe(200)
  expect(await statusWith('sid=abc')).toBe(429)
  expect(await statusWith('sid=def; sid=abc')).toBe(200)
  expect(await statusWith('other-sid=abc')).toBe(200)
  expect(await statusWith('')).toBe(200)
  expect(await statusWith('')).toBe(429)
  const keys = guard.guard.limitsInUse().find(({ limit }) => limit.id === 'session')!.nearest
  expect(keys).toHaveLength(2)
  expect(JSON.stringify(keys)).not.toContain('abc')
})

describe.skipIf(whyNoRedis !== null)('with a Redis', () => {
  const setUp = async (limit: object) => {
    const server = await startRedis()
    afterTest(() => server.end())
    const policy = policyFor(await serve(), {
      limits: [{ id: 'each', name: 'Each', layer: 'source', limit: 10, perMs: hourMs, ...limit }],
      limitStore: 'redis',
      redis: { url: server.url, timeoutMs: 1000 },
    })
    return { server, guards: await Promise.all([startGuard(policy), startGuard(policy)]) }
  }

  test('of 15 requests over two guards exactly 5 are refused, with headers as from memory', async () => {
    const { guards } = await setUp({})
    const statuses = (await Promise.all(guards.map(({ url }, at) => statusesOf(url, at === 0 ? 8 : 7)))).flat()
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    const { answer } = await call(guards[1].url)
    expect(answer.headers).toMatchObject({ 'ratelimit-policy': '"each";q=10;w=3600' })
    expect(answer.headers.ratelimit).toMatch(/^"each";r=0;t=3\d{3}$/)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(3000)
  })

  test('killed and back under load, no request fails, and the guards count together again', async () => {
    const { server, guards } = await setUp({ limit: 100_000 })
    const statuses: (number | undefined)[] = []
    let over = false
    const load = guards.flatMap(({ url }) =>
      Array.from({ length: 4 }, async () => {
        while (!over) {
          statuses.push(...(await statusesOf(url, 1)))
          await sleep(1)
        }
      }),
    )
    const since = async (served: number) => {
      const before = statuses.length
      await expect.poll(() => statuses.length, { timeout: 60_000 }).toBeGreaterThan(before + served)
    }
    const redis = () => guards.map(({ guard }) => guard.limitsRedisSinceMs() !== null)
    await since(50)
    expect(redis()).toEqual([true, true])
    await server.kill()
    await since(50)
    expect(redis()).toEqual([false, false])
    await server.start()
    await expect.poll(redis, { timeout: 60_000 }).toEqual([true, true])
    await since(50)
    over = true
    await Promise.all(load)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(guards.map(({ guard }) => guard.limitsProblem())).toEqual([null, null])
  })

  test('a caller that goes away while Redis is asked leaves nothing behind', async () => {
    const { server, guards } = await setUp({})
    const [guard] = guards
    server.pause()
    const gone = new AbortController()
    const asked = call(guard.url, { agent: false, signal: gone.signal }).catch(() => 'gone')
    await expect.poll(() => guard.guard.requestsNow(), { timeout: 20_000 }).toBe(1)
    gone.abort()
    expect(await asked).toBe('gone')
    server.resume()
    await expect.poll(() => guard.guard.requestsNow(), { timeout: 20_000 }).toBe(0)
    expect((await guard.recorded(1))[0]).toMatchObject({ brokenOff: 'by-caller' })
  })
})
