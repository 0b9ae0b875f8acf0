import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { limitSchema } from '../../../shared/policy.ts'
import { redisSchema } from '../../../shared/limit-parts.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { startRedis, whyNoRedis } from '../../test-kit/redis-server.ts'
import { setRole } from '../../test-kit/set-role.ts'

const neverStarted = () => {
  throw new Error('No guard may be started here.')
}
const hourMs = 3_600_000

const setUp = async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  const { client } = mara
  onTestFinished(async () => {
    const { process: guard } = await client.guard.state().catch(() => ({ process: { kind: 'off' } as const }))
    if (guard.kind === 'running') process.kill(guard.pid, 'SIGKILL')
  })
  const until = async <T>(look: () => Promise<T | undefined | false>): Promise<T> => {
    let found: T | undefined | false
    await expect.poll(async () => (found = await look()), { interval: 20 }).toBeTruthy()
    return found as T
  }
  const portOf = (revision: number) =>
    until(async () => {
      const { servedRevision, ports } = await client.guard.state()
      return servedRevision === revision && ports['main']
    })
  return { mara, client, until, portOf }
}
const limitOf = (more: object) => limitSchema.parse({ id: 'each', name: 'Each address', layer: 'source', limit: 1, perMs: hourMs, ...more })

test('whoever does not stop is told until when they are kept out, and comes again when somebody lifts it, who is in the log', async () => {
  const { client, until, portOf } = await setUp()
  const service = await startGuardedService()
  const limit = limitOf({ kind: 'bucket', limit: 10, perMs: 1000, burst: 1, penalty: { after: 50, firstMs: hourMs } })
  await client.guard.edit({ revision: 0, edits: [...editsFor(service.url), { kind: 'put-limit', limit }] })
  await client.guard.start()
  const port = await portOf(1)
  await until(async () => {
    await Promise.all(Array.from({ length: 20 }, () => callGuard(port)))
    return (await client.guard.limitsInUse())[0]!.penalties.length === 1
  })
  const [{ penalties }] = (await client.guard.limitsInUse()) as [Awaited<ReturnType<typeof client.guard.limitsInUse>>[0]]
  expect(penalties).toMatchObject([{ key: '127.0.0.1', level: 1 }])
  expect(penalties[0]!.untilMs).toBeGreaterThan(systemClock.now() + hourMs / 2)

  expect(await client.guard.liftPenalty({ limit: 'each', key: '10.9.9.9' })).toEqual({ lifted: false })
  expect(await client.guard.liftPenalty({ limit: 'each', key: '127.0.0.1' })).toEqual({ lifted: true })
  await until(async () => (await callGuard(port)).status === 200)
  const entries = await readLog(client, { actions: ['limit.penalty-lifted'] })
  expect(entries.map(({ message }) => message)).toEqual([
    expect.stringContaining('let “127.0.0.1” come again, whom the limit “Each address” kept out'),
  ])
  await client.guard.stop()
  expect(await client.guard.liftPenalty({ limit: 'each', key: '127.0.0.1' })).toEqual({ lifted: false })
})

test.skipIf(whyNoRedis !== null)(
  'limits are counted in Redis by a password of the vault, it is told when it goes and when it is back',
  async () => {
    const { mara, client, until, portOf } = await setUp()
    const service = await startGuardedService()
    const server = await startRedis('--requirepass', 'open sesame')
    onTestFinished(() => server.end())
    const { id } = await client.vault.add({ label: 'Redis', text: 'open sesame' })
    const redis = redisSchema.parse({ url: server.url, password: `vault:${id}`, timeoutMs: 1000 })
    const edits = [
      ...editsFor(service.url),
      { kind: 'put-limit' as const, limit: limitOf({ limit: 3 }) },
      { kind: 'set-redis' as const, redis },
      { kind: 'set-limit-store' as const, store: 'redis' as const },
    ]
    // A key of the vault comes to a new place.
    await expect(client.guard.edit({ revision: 0, edits })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
    await client.access.stepUp({ code: mara.code(1) })
    await client.guard.edit({ revision: 0, edits })
    await client.guard.start()
    const port = await portOf(1)
    await until(async () => (await client.guard.state()).limitsRedisSinceMs !== null)
    const measured = async () => (await client.monitoring.now()).values.find(({ name }) => name === 'guard.limits.store')?.value
    await until(async () => (await measured()) === 1)
    const statuses = []
    for (let at = 0; at < 4; at++) statuses.push((await callGuard(port)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect(await server.say('KEYS', '*')).toMatch(/^-NOAUTH/)

    await server.kill()
    await until(async () => (await client.guard.state()).limitsProblem !== null)
    await until(async () => (await measured()) === 0)
    // It counts by itself meanwhile, and from nothing.
    expect((await callGuard(port)).status).toBe(200)
    const messages = async () =>
      (await readLog(client, { actions: ['guard.limits-apart', 'guard.limits-together'] })).map(({ message }) => message)
    await until(async () => (await messages()).length === 1)
    expect(await messages()).toEqual([expect.stringContaining('The guard cannot count limits in Redis')])
    await server.start()
    await until(async () => (await client.guard.state()).limitsRedisSinceMs !== null)
    await until(async () => (await messages()).includes('The guard counts limits in Redis again'))
    expect((await callGuard(port)).status).toBe(200)
  },
)

test('what may not stand in a policy of limits is refused, what deserves a second look is warned of, and who may only read lifts nothing', async () => {
  const vault = await createTestVault({ startGuard: neverStarted })
  const { client } = vault
  const check = async (...edits: Parameters<typeof client.guard.check>[0]['edits']) => client.guard.check({ revision: 0, edits })
  expect((await check({ kind: 'set-limit-store', store: 'redis' })).faults).toMatchObject([{ path: 'redis' }])
  const plain = redisSchema.parse({ url: 'redis://redis.example.com', password: 'a password' })
  expect((await check({ kind: 'set-redis', redis: plain })).faults).toMatchObject([{ path: 'redis.password' }])
  const { warnings, sentences } = await check(
    { kind: 'set-redis', redis: { ...plain, password: 'vault:0198c0de-0000-7000-8000-000000000000' } },
    { kind: 'set-limit-store', store: 'redis' },
    { kind: 'put-limit', limit: limitOf({ layer: 'session' }) },
  )
  for (const words of ['a key that the vault does not hold', 'in plain text over the network', 'it counts nothing'])
    expect(warnings.filter((one) => one.includes(words))).toHaveLength(1)
  expect(sentences.join()).toContain('with a password of the vault')
  setRole(vault.console, 'viewer')
  await expect(client.guard.liftPenalty({ limit: 'each', key: '10.0.0.1' })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
})
