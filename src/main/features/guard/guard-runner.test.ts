import { createServer as createHttpServer, get } from 'node:http'
import type { Server } from 'node:http'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import type { GuardApplied, GuardBatch, GuardHello, GuardListener, GuardReport } from './guard-link.service.ts'
import type { GuardRunner } from './guard-runner.service.ts'
import { createGuardRunner } from './guard-runner.service.ts'
import { spawnGuard } from './spawn-guard.ts'

const program = resolve(import.meta.dirname, '../../../guard/start-guard.ts')
const ids = createIds(systemClock)
let directory: string
let service: Server
let runners: GuardRunner[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-guard-'))
  service = createHttpServer((request, response) => response.end(request.headers['x-upstream-key'] ?? 'hello'))
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  runners = []
})
afterEach(async () => {
  for (const runner of runners) await runner.stop(0)
  service.close()
  rmSync(directory, { recursive: true, force: true })
})

const policy = (revision: number, settings: object = {}) => ({
  revision,
  listeners: [{ id: 'main', port: 0 }],
  upstreams: [{ id: 'api', name: 'API', targets: [{ url: `http://127.0.0.1:${(service.address() as AddressInfo).port}` }] }],
  routes: [{ id: 'all', name: 'All', upstream: 'api', settings }],
})

/** A console that writes down what it hears. */
const heard = () => {
  const hellos: GuardHello[] = []
  const applied: GuardApplied[] = []
  const states: GuardReport[] = []
  const batches: GuardBatch[] = []
  const gone: string[] = []
  const listener: GuardListener = {
    onHello: (hello) => hellos.push(hello),
    onApplied: (one) => applied.push(one),
    onState: (one) => states.push(one),
    onBatch: async (batch) => void batches.push(batch),
    onGone: (problem) => gone.push(problem),
  }
  const counted = () => {
    const seen = new Set<number>()
    return batches
      .filter(({ number }) => !seen.has(number) && seen.add(number))
      .flatMap(({ counts }) => counts)
      .reduce((sum, { requests }) => sum + requests, 0)
  }
  return { hellos, applied, states, batches, gone, listener, counted }
}
const startRunner = (listener: GuardListener, detached = true) => {
  const runner = createGuardRunner({
    dataDirectory: directory,
    startProcess: spawnGuard({ program, detached, environment: { ...process.env, GATEHOUSE_MASTER_KEY: 'never handed on' } }),
    detached,
    clock: systemClock,
    ids,
    logger: silentLogger,
    listener,
    onChange: () => {},
  })
  runners.push(runner)
  runner.start()
  return runner
}
const call = (port: number): Promise<{ status: number; body: string }> =>
  new Promise((done, fail) => {
    get({ host: '127.0.0.1', port, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => done({ status: response.statusCode!, body }))
    }).on('error', fail)
  })
const running = async (runner: GuardRunner) => {
  await expect.poll(() => runner.process().kind).toBe('running')
}

test('a guard is started, serves by the policy that it is given, and tells what it did; its files are nobody else’s', async () => {
  const told = heard()
  const runner = startRunner(told.listener)
  await running(runner)
  runner.link.sendPolicy(policy(1), {})
  await expect.poll(() => told.applied).toHaveLength(1)
  expect(told.applied[0]).toMatchObject({ revision: 1, ok: true })
  expect(await call(told.applied[0]!.ports.main!)).toEqual({ status: 200, body: 'hello' })
  await expect.poll(() => told.counted()).toBe(1)
  expect(told.batches.flatMap(({ requests }) => requests)[0]).toMatchObject({ route: 'all', status: 200, policyRevision: 1 })
  await expect.poll(() => told.states.length).toBeGreaterThan(0)
  expect(told.states.at(-1)!.upstreams[0]!.id).toBe('api')
  for (const name of ['guard.sock', 'guard.token', 'guard.policy.json', 'guard.log'])
    expect([name, statSync(join(directory, name)).mode & 0o077]).toEqual([name, 0])
})

test('a policy that is not good is refused with its faults, and the former serves on', async () => {
  const told = heard()
  const runner = startRunner(told.listener)
  await running(runner)
  runner.link.sendPolicy(policy(1), {})
  runner.link.sendPolicy({ ...policy(2), upstreams: [] }, {})
  await expect.poll(() => told.applied).toHaveLength(2)
  expect(told.applied[1]).toMatchObject({ revision: 2, ok: false, faults: [{ path: 'routes.0.upstream' }] })
  expect((await call(told.applied[0]!.ports.main!)).status).toBe(200)
})

test('a port in use is a fault of its listener', async () => {
  const told = heard()
  const runner = startRunner(told.listener)
  await running(runner)
  const { port } = service.address() as AddressInfo
  runner.link.sendPolicy({ ...policy(1), listeners: [{ id: 'main', port }] }, {})
  await expect.poll(() => told.applied).toHaveLength(1)
  expect(told.applied[0]!.faults).toEqual([{ path: 'listeners.0.port', message: 'this port is in use by another program' }])
})

test('injected keys live in the memory of the guard alone: after its death their routes answer 503 until the console brings them', async () => {
  const told = heard()
  const runner = startRunner(told.listener)
  await running(runner)
  const withKey = policy(1, { injectKeys: [{ header: 'x-upstream-key', secret: 'vault:k1' }] })
  runner.link.sendPolicy({ ...withKey, listeners: [{ id: 'main', port: 0 }] }, { 'vault:k1': 'sesame-open' })
  await expect.poll(() => told.applied).toHaveLength(1)
  expect((await call(told.applied[0]!.ports.main!)).body).toBe('sesame-open')
  expect(readFileSync(join(directory, 'guard.policy.json'), 'utf8')).not.toContain('sesame')

  process.kill(told.hellos[0]!.pid, 'SIGKILL')
  await expect.poll(() => told.hellos).toHaveLength(2)
  expect(told.hellos[1]).toMatchObject({ servedRevision: 1 })
  const { ports } = told.hellos[1]!
  expect((await call(ports.main!)).status).toBe(503)
  runner.link.sendPolicy(withKey, { 'vault:k1': 'sesame-again' })
  await expect.poll(() => told.applied).toHaveLength(2)
  expect((await call(told.applied[1]!.ports.main!)).body).toBe('sesame-again')
  await expect
    .poll(() => told.batches.flatMap(({ events }) => events).filter(({ kind }) => kind === 'lost-records'))
    .toMatchObject([{ detail: { lastSeenAtMs: expect.any(Number) } }])
})

test('killed under load, it serves again by the policy that it kept, and what it handed over is counted once', async () => {
  const told = heard()
  const runner = startRunner(told.listener)
  await running(runner)
  runner.link.sendPolicy(policy(1), {})
  await expect.poll(() => told.applied).toHaveLength(1)
  let answered = 0
  let port = told.applied[0]!.ports.main!
  let loading = true
  const load = async () => {
    while (loading) {
      try {
        if ((await call(port)).status === 200) answered += 1
      } catch {
        await new Promise(setImmediate)
      }
    }
  }
  const loads = [load(), load(), load(), load()]
  await expect.poll(() => told.counted()).toBeGreaterThan(50)
  process.kill(told.hellos[0]!.pid, 'SIGKILL')
  await expect.poll(() => told.hellos).toHaveLength(2)
  const counted = told.counted()
  port = told.hellos[1]!.ports.main!
  const before = answered
  await expect.poll(() => answered).toBeGreaterThan(before + 50)
  loading = false
  await Promise.all(loads)
  expect(told.hellos[1]!.pid).not.toBe(told.hellos[0]!.pid)
  await expect.poll(() => told.counted()).toBeGreaterThan(counted)
  expect(told.counted()).toBeLessThanOrEqual(answered + 4)
  expect(told.gone).toHaveLength(1)
})

test('a console that goes and another that comes: the guard serves on, is adopted, and nothing is lost or counted twice', async () => {
  const first = heard()
  const runner = startRunner(first.listener)
  await running(runner)
  runner.link.sendPolicy(policy(1), {})
  await expect.poll(() => first.applied).toHaveLength(1)
  const port = first.applied[0]!.ports.main!
  for (let at = 0; at < 5; at++) await call(port)
  await expect.poll(() => first.counted()).toBe(5)
  await runner.leave()
  for (let at = 0; at < 7; at++) expect((await call(port)).status).toBe(200)
  await expect.poll(() => readdirSync(join(directory, 'guard-spill'))).not.toEqual([])

  const second = heard()
  const next = startRunner(second.listener)
  await running(next)
  expect(second.hellos[0]).toMatchObject({ pid: first.hellos[0]!.pid, servedRevision: 1, ports: { main: port } })
  await expect.poll(() => second.counted()).toBe(7)
  expect(second.batches[0]!.number).toBeGreaterThan(first.batches.at(-1)!.number)
})

test('a batch that the console could not keep comes again, before those after it', async () => {
  const told = heard()
  let broken = true
  const numbers: number[] = []
  const runner = startRunner({
    ...told.listener,
    onBatch: async (batch) => {
      numbers.push(batch.number)
      if (broken) {
        broken = false
        throw new Error('The disk is full.')
      }
      await told.listener.onBatch(batch)
    },
  })
  await running(runner)
  runner.link.sendPolicy(policy(1), {})
  await expect.poll(() => told.applied).toHaveLength(1)
  await call(told.applied[0]!.ports.main!)
  await expect.poll(() => told.counted()).toBe(1)
  expect(numbers[1]).toBe(numbers[0])
})

test('a stop ends the process in order, and an attached guard ends with its console', async () => {
  const told = heard()
  const runner = startRunner(told.listener, false)
  await running(runner)
  const { pid } = told.hellos[0]!
  await runner.leave()
  await expect.poll(() => isAlive(pid)).toBe(false)
  const again = startRunner(told.listener)
  await running(again)
  await again.stop()
  expect(again.process()).toEqual({ kind: 'off' })
  await expect.poll(() => isAlive(told.hellos[1]!.pid)).toBe(false)
  expect(existsSync(join(directory, 'guard.running'))).toBe(false)
})
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a second guard of a data directory ends at once', async () => {
  const runner = startRunner(heard().listener)
  await running(runner)
  const second = spawnGuard({ program, detached: false, environment: process.env })(directory)
  const problem = await new Promise((done) => second.onExit(done))
  expect(problem).toContain('code 3')
  expect(runner.process().kind).toBe('running')
})

test('who does not have the token learns nothing from the guard', async () => {
  const runner = startRunner(heard().listener)
  await running(runner)
  const answer = await new Promise<string>((done) => {
    let text = ''
    const socket: Socket = connect(join(directory, 'guard.sock'))
    const send = (message: object) => {
      const body = Buffer.from(JSON.stringify(message))
      const head = Buffer.alloc(4)
      head.writeUInt32BE(body.length)
      socket.write(Buffer.concat([head, body]))
    }
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => done(text))
    send({ t: 'challenge', version: 1, nonce: 'a'.repeat(64) })
    send({ t: 'proof', mac: 'b'.repeat(64) })
    send({ t: 'stop', graceMs: 0 })
  })
  expect(answer).toContain('challenge')
  expect(answer).not.toContain('hello')
  expect(runner.process().kind).toBe('running')
})
