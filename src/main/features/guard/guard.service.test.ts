import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { systemClock } from '../../../ports/clock.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import type { FirstRun } from '../../test-kit/create-test-console.ts'
import { readLog } from '../../test-kit/read-log.ts'

const setUp = async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  onTestFinished(async () => {
    const { process: guard } = await mara.client.guard.state().catch(() => ({ process: { kind: 'off' } as const }))
    if (guard.kind === 'running') process.kill(guard.pid, 'SIGKILL')
  })
  return { console, mara, ...helpersOf(mara) }
}
const helpersOf = ({ client }: FirstRun) => {
  const until = async <T>(look: () => Promise<T | undefined | false>): Promise<T> => {
    let found: T | undefined | false
    await expect.poll(async () => (found = await look()), { interval: 20 }).toBeTruthy()
    return found as T
  }
  const log = async (action: string) => (await readLog(client, { actions: [action] })).toReversed()
  const served = (revision: number) =>
    until(async () => {
      const state = await client.guard.state()
      return state.servedRevision === revision && state
    })
  return { until, log, served }
}

test('a route that is put in serves a real request, and its record, its refusal and its key’s use come back', async () => {
  const { console, mara, until, log, served } = await setUp()
  const { client } = mara
  const service = await startGuardedService()
  const stored = await client.vault.add({ label: 'Upstream', text: 'sesame-of-the-upstream' })
  const settings = { identity: 'required', injectKeys: [{ header: 'x-upstream-key', secret: `vault:${stored.id}` }] }
  const consumer = { id: 'shop', name: 'Shop', enabled: true, role: 'api_user' as const, scopes: [], networks: [] }
  await client.access.stepUp({ code: mara.code(1) })
  const { revision, warnings } = await client.guard.edit({
    revision: 0,
    edits: [...editsFor(service.url, settings), { kind: 'put-consumer', consumer }],
  })
  expect(revision).toBe(1)
  expect(warnings).toEqual(['Nobody could get in: every route needs a key and no consumer has one.'])
  expect((await client.guard.start()).process.kind).toBe('starting')
  const port = (await served(1)).ports.main!
  expect((await callGuard(port)).status).toBe(401)

  const { key, kept } = await client.guard.issueKey({ consumer: 'shop' })
  await served(2)
  expect(await callGuard(port, { 'x-api-key': key })).toEqual({ status: 200, body: 'hello' })
  expect(service.got[0]).toMatchObject({ 'x-upstream-key': 'sesame-of-the-upstream' })

  const [request] = await until(async () => {
    const { requests } = await client.traffic.list({ filter: {} })
    return requests.length === 2 && requests
  })
  expect(request).toMatchObject({ route: 'all', consumer: 'shop', keyId: kept.id, status: 200 })
  const [refused] = await until(async () => {
    const entries = await log('request.refused')
    return entries.length > 0 && entries
  })
  expect(refused).toMatchObject({
    outcome: 'refused',
    threatClass: 'identity',
    severity: 'low',
    source: '127.0.0.1',
    actor: { kind: 'guard' },
  })

  // Rotated: the new text; revoked: gone at once.
  const rotated = await client.vault.rotate({
    id: stored.id,
    version: stored.version,
    text: 'sesame-number-two',
    overlapMs: 0,
    expiresAtMs: null,
  })
  await until(async () => {
    await callGuard(port, { 'x-api-key': key })
    return service.got.at(-1)!['x-upstream-key'] === 'sesame-number-two'
  })
  await client.vault.revoke({ id: stored.id, version: rotated.version })
  await until(async () => (await callGuard(port, { 'x-api-key': key })).status === 503)

  await client.guard.revokeKey({ consumer: 'shop', key: kept.id })
  await served(3)
  expect((await callGuard(port, { 'x-api-key': key })).status).toBe(401)

  const stopped = await client.guard.stop()
  expect(stopped.process.kind).toBe('off')
  await expect(callGuard(port)).rejects.toThrow('ECONNREFUSED')
  const uses = await until(async () => {
    const entries = await log('key.used-by-route')
    return entries.length > 0 && entries
  })
  expect(uses[0]).toMatchObject({
    actor: { kind: 'consumer', id: 'shop', name: 'Shop' },
    target: { kind: 'key', id: stored.id, name: 'Upstream' },
  })
  const used = await client.vault.get({ id: stored.id })
  expect(used.uses30Days).toBe(uses.reduce((sum, { count }) => sum + count, 0))
  expect(used.uses30Days).toBeGreaterThan(0)

  // Neither key lies anywhere in the data, nor in the log.
  await console.core.stop()
  for (const name of readdirSync(console.dataDirectory, { recursive: true, encoding: 'utf8' })) {
    const file = join(console.dataDirectory, name)
    if (!statSync(file).isFile()) continue
    const content = readFileSync(file, 'latin1')
    for (const secret of [key, 'sesame-of-the-upstream', 'sesame-number-two'])
      expect([name, content.includes(secret)]).toEqual([name, false])
  }
})

test('a guard serves on without its console, is taken up by the next one, and what happened meanwhile is told', async () => {
  const { console, mara, until, served } = await setUp()
  const service = await startGuardedService()
  await mara.client.guard.edit({ revision: 0, edits: editsFor(service.url) })
  await mara.client.guard.start()
  const { ports, process: first } = await served(1)
  expect(console.core.routesServed()).toBe(1)
  await console.core.stop()
  expect((await callGuard(ports.main!)).status).toBe(200)
  await console.restart()
  const state = await until(async () => {
    const now = await mara.client.guard.state()
    return now.process.kind === 'running' && now
  })
  expect(state.process).toEqual(first)
  await until(async () => (await mara.client.traffic.list({ filter: {} })).requests.length === 1)
  await mara.client.guard.stop()
})

test('a guard that was on is on again with the next console where it ended with the last; one that was stopped stays off', async () => {
  const { console, mara, until, served } = await setUp()
  const service = await startGuardedService()
  await mara.client.guard.edit({ revision: 0, edits: editsFor(service.url) })
  await mara.client.guard.start()
  const { process: first } = await served(1)
  if (first.kind !== 'running') throw new Error('It does not run.')
  await console.core.stop()
  process.kill(first.pid, 'SIGKILL')
  await console.restart()
  const { ports } = await until(async () => {
    const state = await mara.client.guard.state()
    return state.process.kind === 'running' && state.process.pid !== first.pid && state.ports.main !== undefined && state
  })
  expect((await callGuard(ports.main!)).status).toBe(200)
  await mara.client.guard.stop()
  await console.core.stop()
  await console.restart()
  expect((await mara.client.guard.state()).process).toEqual({ kind: 'off' })
})

test('a guard that is killed is started again, and both stand in the log', async () => {
  const { mara, until, log, served } = await setUp()
  const service = await startGuardedService()
  await mara.client.guard.edit({ revision: 0, edits: editsFor(service.url) })
  await mara.client.guard.start()
  const { process: first } = await served(1)
  if (first.kind !== 'running') throw new Error('It does not run.')
  process.kill(first.pid, 'SIGKILL')
  const again = await until(async () => {
    const state = await mara.client.guard.state()
    return state.process.kind === 'running' && state.process.pid !== first.pid && state.ports.main !== undefined && state
  })
  expect((await callGuard(again.ports.main!)).status).toBe(200)
  await until(async () => (await log('guard.back')).length === 1)
  expect((await log('guard.away'))[0]).toMatchObject({ severity: 'high', outcome: 'failed' })
  await until(async () => (await log('guard.records-lost')).length === 1)
  await mara.client.guard.stop()
})

test('the live feed tells of the guard, and a port that is taken is told with its listener', async () => {
  const { mara, until, log, served } = await setUp()
  const { client } = mara
  const service = await startGuardedService()
  const feed = (await client.live({ topics: ['guard'] }))[Symbol.asyncIterator]()
  expect((await feed.next()).value).toEqual({ topic: 'guard' })
  const [listener, ...others] = editsFor(service.url)
  if (listener?.kind !== 'put-listener') throw new Error('Expected a listener first.')
  const taken = { ...listener, listener: { ...listener.listener, port: Number(new URL(service.url).port) } }
  await client.guard.edit({ revision: 0, edits: [taken, ...others] })
  expect((await feed.next()).value).toEqual({ topic: 'guard' })
  await client.guard.start()
  const state = await until(async () => {
    const now = await client.guard.state()
    return now.refused.length > 0 && now
  })
  expect(state).toMatchObject({ revision: 1, servedRevision: null, refused: [{ path: 'listeners.0.port' }] })
  await until(async () => (await log('guard.policy-refused')).length === 1)
  await client.guard.edit({ revision: 1, edits: [listener] })
  expect((await served(2)).refused).toEqual([])
  await client.guard.stop()
})

test('limits in a file outlive a killed guard, who is near is told, and a file that cannot be used is told loudly', async () => {
  const { console, mara, until, log, served } = await setUp()
  const { client } = mara
  const service = await startGuardedService()
  const limit = { id: 'each', name: 'Each address', layer: 'source' as const, routes: [], consumer: null, limit: 3, perMs: 3_600_000 }
  const edits = [
    ...editsFor(service.url),
    { kind: 'put-limit' as const, limit: { ...limit, mode: 'enforce' as const } },
    { kind: 'put-limit' as const, limit: { ...limit, id: 'dry', limit: 1, mode: 'dry-run' as const } },
    { kind: 'set-limit-store' as const, store: 'sqlite' as const },
  ]
  await client.guard.edit({ revision: 0, edits })
  expect((await log('guard.policy-changed')).map(({ message }) => message)).toContain(
    'What was used of limits is kept in a file: it outlives the guard, and guards that share the file count together',
  )
  await client.guard.start()
  const { ports, process: first } = await served(1)
  const statuses = []
  for (let at = 0; at < 4; at++) statuses.push((await callGuard(ports.main!)).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  const inUse = await until(async () => {
    const told = await client.guard.limitsInUse()
    return told[0]?.asked === 4 && told
  })
  expect(inUse).toMatchObject([
    { limit: { id: 'each' }, keys: 1, nearest: [{ key: '127.0.0.1', left: 0 }], asked: 4, refused: 1 },
    { limit: { id: 'dry' }, keys: 1, nearest: [{ key: '127.0.0.1', left: 0 }], asked: 4, refused: 3 },
  ])

  if (first.kind !== 'running') throw new Error('The guard should run.')
  process.kill(first.pid, 'SIGKILL')
  const again = await until(async () => {
    const state = await client.guard.state()
    return state.process.kind === 'running' && state.process.pid !== first.pid && state.servedRevision === 1 && state
  })
  expect((await callGuard(again.ports.main!)).status).toBe(429)

  const file = join(console.dataDirectory, 'guard.limits.db')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const holder = new Sqlite(file)
  holder.exec('BEGIN EXCLUSIVE')
  // It counts by itself meanwhile, and from nothing.
  expect((await callGuard(again.ports.main!)).status).toBe(200)
  await until(async () => (await client.guard.state()).limitsProblem === 'another program holds its file')
  const [entry] = await until(async () => {
    const entries = await log('guard.limits-apart')
    return entries.length > 0 && entries
  })
  expect(entry).toMatchObject({ severity: 'high', outcome: 'failed' })
  holder.close()
  await until(async () => (await client.guard.state()).limitsProblem === null)
  expect((await callGuard(again.ports.main!)).status).toBe(429)
})
