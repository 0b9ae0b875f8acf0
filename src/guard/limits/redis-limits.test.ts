import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { systemClock } from '../../ports/clock.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Limit, Policy } from '../../shared/policy.ts'
import { policySchema } from '../../shared/policy.ts'
import { startRawService } from '../test-kit/running-guard.ts'
import type { RedisServer } from '../../main/test-kit/redis-server.ts'
import { startRedis, whyNoRedis } from '../../main/test-kit/redis-server.ts'
import type { Counted } from './limit-key.ts'
import { createLimitTable } from './limit-table.ts'
import type { Verdict } from './limit-table.ts'
import { createLimitsOfPolicy } from './limits-of-policy.ts'
import { createRedisConnection } from './redis-connection.ts'

const hourMs = 3_600_000
const policyOf = (url: string, limits: object[], redis: object = {}): Policy =>
  policySchema.parse({
    limits: limits.map((one, at) => ({ id: `l${at}`, name: `L${at}`, layer: 'source', limit: 10, perMs: hourMs, ...one })),
    limitStore: 'redis',
    // A test's machine may be busy with eight others; that nobody waits longer is a test of its own.
    redis: { url, timeoutMs: 1000, ...redis },
  })
const from = (more: Partial<Counted> = {}): Counted => ({
  route: 'r',
  source: '10.0.0.1',
  consumer: null,
  resourceClass: null,
  session: null,
  ...more,
})

const guardOf = async (policy: Policy, { clock = systemClock, secret = null as string | null } = {}) => {
  const told: (string | null)[] = []
  const redis = createRedisConnection({ clock, logger: silentLogger, onProblem: (problem) => told.push(problem) })
  const limits = createLimitsOfPolicy({ clock, shared: null, redis, secretOf: () => secret })
  onTestFinished(() => limits.close())
  let table = await limits.changeTo(policy)
  const take = async (more: Partial<Counted> = {}): Promise<Verdict> => table.take(from(more), clock.monotonic())
  return {
    told,
    take,
    limits,
    table: () => table,
    passing: async (asked: number, more: Partial<Counted> = {}) => {
      const verdicts = await Promise.all(Array.from({ length: asked }, () => take(more)))
      return verdicts.filter(({ refused }) => refused === null).length
    },
    change: async (next: Policy) => (table = await limits.changeTo(next)),
  }
}

describe.skipIf(whyNoRedis !== null)('with a Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  beforeEach(async () => {
    await server.say('FLUSHALL')
  })
  afterAll(() => server.end())

  test('of 15 over two guards with 10 allowed exactly 5 are refused, however they fall together', async () => {
    for (let round = 0; round < 20; round++) {
      const policy = policyOf(server.url, [{ id: `round-${round}` }])
      const guards = await Promise.all([guardOf(policy), guardOf(policy)])
      const passed = await Promise.all(guards.map((guard, at) => guard.passing(at === 0 ? 8 : 7)))
      expect(passed[0]! + passed[1]!).toBe(10)
    }
  })

  test('one round trip decides over all layers, and what one refuses uses up none of the others', async () => {
    const guard = await guardOf(
      policyOf(server.url, [
        { id: 'all', layer: 'global', limit: 3 },
        { id: 'each', limit: 1 },
        { id: 'dry', layer: 'global', limit: 1, mode: 'dry-run' },
        { id: 'cup', layer: 'route', kind: 'bucket', burst: 4, limit: 4 },
      ]),
    )
    const calls = () => server.say('INFO', 'commandstats').then((text) => Number(/cmdstat_evalsha:calls=(\d+)/.exec(text)![1]))
    const before = await calls()
    const first = await guard.take()
    expect(await calls()).toBe(before + 1)
    expect(first.refused).toBeNull()
    expect(first.readings.map(({ limit: { id }, left }) => [id, left])).toEqual([
      ['all', 2],
      ['each', 0],
      ['cup', 3],
    ])
    const second = await guard.take()
    expect(second.refused).toMatchObject({ limit: { id: 'each' }, left: 0 })
    expect(second.refused!.waitMs).toBeGreaterThan(hourMs - 60_000)
    expect(second.wouldRefuse.map(({ limit: { id } }) => id)).toEqual(['dry'])
    expect([await guard.passing(1, { source: '10.0.0.2' }), await guard.passing(1, { source: '10.0.0.3' })]).toEqual([1, 1])
    expect(await guard.passing(1, { source: '10.0.0.4' })).toBe(0)
    const used = guard.table().inUse(systemClock.monotonic())
    expect(used.find(({ limit }) => limit.id === 'all')).toMatchObject({ asked: 5, refused: 1, keys: 1, nearest: [{ left: 0 }] })
  })

  test('it says what memory says, for windows and buckets and whatever comes', async () => {
    const kinds: Partial<Limit>[] = [
      { limit: 3, perMs: 1000 },
      { limit: 5, perMs: 2000, kind: 'bucket', burst: 2 },
      { limit: 20, perMs: 1000, kind: 'bucket', burst: 6 },
    ]
    const policy = policyOf(server.url, kinds)
    const guard = await guardOf(policy)
    const memory = createLimitTable(policy.limits)
    // Each asks at its own time, so what lies at the very edge of a stretch may differ; all else may not.
    const counts = { redis: 0, memory: 0 }
    for (let at = 0; at < 60; at++) {
      const nowMs = systemClock.monotonic()
      const [theirs, ours] = [await guard.take(), memory.take(from(), nowMs)]
      if (!theirs.refused) counts.redis += 1
      if (!ours.refused) counts.memory += 1
    }
    expect(Math.abs(counts.redis - counts.memory)).toBeLessThanOrEqual(2)
  })

  test('whoever does not stop is kept out by every guard, for as long as is said, until it is lifted', async () => {
    const policy = policyOf(server.url, [{ id: 'p', limit: 1, perMs: 1000, penalty: { after: 3, firstMs: 600_000 } }])
    const [one, two] = [await guardOf(policy), await guardOf(policy)]
    expect(await one.passing(4)).toBe(1)
    const kept = await two.take()
    expect(kept.refused!.waitMs).toBeGreaterThan(500_000)
    expect(two.table().inUse(systemClock.monotonic())[0]!.penalties).toMatchObject([{ key: '10.0.0.1', level: 1 }])
    expect(await two.passing(1, { source: '10.0.0.2' })).toBe(1)
    one.table().lift('p', '10.0.0.1')
    expect(one.table().inUse(systemClock.monotonic())[0]!.penalties).toEqual([])
    await expect.poll(async () => (await two.take()).refused?.waitMs ?? 0, { timeout: 20_000 }).toBeLessThanOrEqual(1000)
  })

  test('everything under the prefix expires by itself, and lies in one slot of a cluster', async () => {
    const guard = await guardOf(
      policyOf(
        server.url,
        [
          { perMs: 2000, limit: 1 },
          { kind: 'bucket', burst: 2 },
          { limit: 1, penalty: { after: 1, firstMs: 5000 } },
        ],
        {
          keyPrefix: 'mine',
        },
      ),
    )
    await guard.passing(3)
    const keys = (await server.say('KEYS', '*')).split('\r\n').filter((line) => line.includes(':') && !/^[*$]/.test(line))
    expect(keys.length).toBeGreaterThanOrEqual(3)
    for (const key of keys) {
      expect(key).toMatch(/^\{mine\}:/)
      expect(Number((await server.say('PTTL', key)).slice(1))).toBeGreaterThan(0)
    }
  })

  test('what was counted goes with FLUSHALL and a script that is not known any more is sent again: nobody notices but by a new allowance', async () => {
    const guard = await guardOf(policyOf(server.url, [{}]))
    expect(await guard.passing(15)).toBe(10)
    await server.say('SCRIPT', 'FLUSH')
    expect(await guard.passing(5)).toBe(0)
    await server.say('FLUSHALL')
    expect(await guard.passing(15)).toBe(10)
    expect(guard.told).toEqual([])
  })

  test('a clock of Redis that was set back locks nobody out, and what lies under its keys that is not ours is told and left alone', async () => {
    const guard = await guardOf(policyOf(server.url, [{ id: 'w', limit: 2 }]))
    expect(await guard.passing(3)).toBe(2)
    const key = (await server.say('KEYS', '*')).split('\r\n')[2]!
    await server.say('DEL', key)
    const future = String((Date.now() + 86_400_000) * 1000)
    await server.say('RPUSH', key, future, future)
    expect(await guard.passing(3)).toBe(2)
    await server.say('SET', key, 'theirs')
    expect(await guard.passing(3)).toBe(2)
    expect(guard.told).toEqual(['something else lies under its keys'])
    expect(await server.say('GET', key)).toContain('theirs')
  })

  test('a wrong password is told, a right one counts', async () => {
    const locked = await startRedis('--requirepass', 'open sesame')
    onTestFinished(() => locked.end())
    const policy = policyOf(locked.url, [{}], { password: 'vault:one' })
    const wrong = await guardOf(policy, { secret: 'guess' })
    expect(wrong.told).toEqual(['it does not take the name or the password'])
    expect(await wrong.passing(15)).toBe(10)
    const none = await guardOf(policyOf(locked.url, [{}]))
    expect(none.told).toEqual(['it does not take the name or the password'])
    const unknown = await guardOf(policy)
    expect(unknown.told).toEqual(['its password cannot be had: open the vault'])
    const right = await guardOf(policy, { secret: 'open sesame' })
    expect([right.told, await right.passing(15), await right.passing(1)]).toEqual([[], 10, 0])
  })

  test('over TLS it is used with a certificate of a trusted authority for its name, and with no other', async () => {
    const authority = makeAuthority()
    const before = getCACertificates()
    onTestFinished(() => setDefaultCACertificates(before))
    const over = async (names: string[]) => {
      const { certPem: cert, keyPem } = authority.certify(names)
      const front = createTlsServer({ cert, key: keyPem }, (socket) => {
        const behind = connect(server.port, '127.0.0.1')
        for (const one of [socket, behind]) one.on('error', () => [socket, behind].forEach((each) => each.destroy()))
        socket.pipe(behind).pipe(socket)
      })
      front.on('tlsClientError', () => {})
      front.listen(0, '127.0.0.1')
      await once(front, 'listening')
      onTestFinished(() => void front.close())
      return policyOf(`rediss://127.0.0.1:${(front.address() as AddressInfo).port}`, [{ id: names[0]!.replaceAll('.', '-') }])
    }
    const right = await over(['127.0.0.1'])
    // What the environment says of others is not said of this.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await guardOf(right)).told).toEqual(['its certificate is not trusted'])
    setDefaultCACertificates([...before, authority.caPem])
    const trusted = await guardOf(right)
    expect([await trusted.passing(15), await trusted.passing(1), trusted.told]).toEqual([10, 0, []])
    expect((await guardOf(await over(['other.example.com']))).told).toEqual(['its certificate is not trusted'])
  })

  test('killed and back: each guard counts by itself at once, is told once, and together again', async () => {
    const own = await startRedis()
    onTestFinished(() => own.end())
    const policy = policyOf(own.url, [{}])
    const [one, two] = [await guardOf(policy), await guardOf(policy)]
    expect((await one.passing(5)) + (await two.passing(5))).toBe(10)
    await own.kill()
    expect(await one.passing(15)).toBe(10)
    expect(one.told).toHaveLength(1)
    expect(one.limits.problem()).not.toBeNull()
    await own.start()
    await expect.poll(() => [one, two].map(({ limits }) => limits.redisSinceMs() !== null), { timeout: 60_000 }).toEqual([true, true])
    expect(one.told.at(-1)).toBeNull()
    expect((await one.passing(8)) + (await two.passing(7))).toBe(10)
  })

  test('one that answers nothing any more keeps each request no longer than is said, and only the first', async () => {
    const own = await startRedis()
    onTestFinished(() => own.end())
    const clock = createHandClock()
    const guard = await guardOf(policyOf(own.url, [{}], { timeoutMs: 50 }), { clock })
    expect(await guard.passing(3)).toBe(3)
    own.pause()
    const waiting = Promise.all([guard.take(), guard.take()])
    clock.advance(49)
    expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(() => resolve('waits')))])).toBe('waits')
    clock.advance(1)
    expect((await waiting).map(({ refused }) => refused)).toEqual([null, null])
    expect(guard.told).toEqual(['it did not answer within 50 ms'])
    // At once: it is not asked any more.
    expect(guard.table().take(from(), clock.monotonic())).not.toBeInstanceOf(Promise)
    own.resume()
  })
})

test('nothing at the address, and a stranger who answers whatever comes to mind, break nothing', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  nobody.close()
  await once(nobody, 'close')
  const guard = await guardOf(policyOf(`redis://127.0.0.1:${port}`, [{}]))
  expect(guard.told).toEqual(['nothing listens at its address'])
  expect(await guard.passing(15)).toBe(10)

  const answers = [
    '*5\r\n:-1\r\n:1\r\n:1\r\n:1\r\n:1\r\n',
    '$-1\r\n',
    '+OK\r\n',
    '*1\r\n*-1\r\n',
    ':99999999999999999999\r\n',
    'HTTP/1.1 400 Bad Request\r\n\r\n',
  ]
  for (const answer of answers) {
    let asked = 0
    const stranger = await startRawService((socket) => {
      // As a Redis would until the first decision, and then anything.
      socket.on('data', () => socket.write(++asked <= 2 ? '*0\r\n' : answer))
    })
    const misled = await guardOf(policyOf(stranger.replace('http', 'redis'), [{}], { timeoutMs: 200 }))
    expect(await misled.passing(15)).toBe(10)
    await expect.poll(() => misled.told.length, { timeout: 20_000 }).toBeGreaterThan(0)
  }
})
