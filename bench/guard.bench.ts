// Benchmark: what the guard costs a request beside a bare proxy and nginx, and that it keeps its promises under load.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as ask } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Figure, Benchmark } from './figure.ts'
import { median, percentile } from './figure.ts'
import type { Child } from './guard-child.ts'
import { loadCore, pin, proxyCore, startChild } from './guard-child.ts'
import { load } from './guard-load.ts'
import { startNginx } from './guard-nginx.ts'
import { residentMegabytes } from './resident-memory.ts'

const key = `gh_benchke1_${'b'.repeat(43)}`
const connections = 64
const layers = ['global', 'route', 'source', 'consumer'] as const

const policyFor = (servicePort: number, largePort: number, more: { revision?: number; burst?: string } = {}) => ({
  revision: more.revision ?? 0,
  listeners: [{ id: 'main', port: 0 }],
  upstreams: [
    { id: 'service', name: 'Service', targets: [{ url: `http://127.0.0.1:${servicePort}` }] },
    { id: 'large', name: 'Large', targets: [{ url: `http://127.0.0.1:${largePort}` }] },
  ],
  routes: [
    { id: 'api', name: 'API', upstream: 'service', match: { path: { kind: 'prefix', value: '/api' } }, settings: { identity: 'required' } },
    {
      id: 'large',
      name: 'Large',
      upstream: 'large',
      match: { path: { kind: 'prefix', value: '/large' } },
      settings: { maxBodyBytes: 2e9 },
    },
    { id: 'burst', name: 'Burst', upstream: 'service', match: { path: { kind: 'prefix', value: '/burst' } } },
  ],
  consumers: [
    {
      id: 'bench',
      name: 'Bench',
      role: 'admin',
      keys: [{ id: 'one', prefix: 'benchke1', hash: createHash('sha256').update(key).digest('hex') }],
    },
  ],
  limits: [
    ...layers.map((layer) => ({ id: layer, name: layer, layer, routes: ['api'], limit: 100_000, perMs: 1000 })),
    ...(more.burst === undefined ? [] : [{ id: more.burst, name: 'Burst', layer: 'source', routes: ['burst'], limit: 10, perMs: 600_000 }]),
  ],
})

const statusOf = async (port: number, path: string, send = 0, receive = 0): Promise<number> => {
  const outgoing = ask({ port, path, method: send > 0 ? 'POST' : 'GET', agent: false, headers: { 'x-bytes': receive } })
  const piece = Buffer.alloc(64 * 1024)
  for (let left = send; left > 0; left -= piece.length) {
    if (!outgoing.write(left < piece.length ? piece.subarray(0, left) : piece)) await once(outgoing, 'drain')
  }
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer.statusCode!
}

/** The guard's process, and what the console heard of its records. */
const startGuard = async (servicePort: number, largePort: number) => {
  const child = await startChild('guard-guard.child.ts', proxyCore)
  let told = 0
  const heard = new Map<string, (message: { port: number }) => void>()
  child.process.on('message', (message: { t: string; port: number; requests: unknown[]; unrecorded: number }) => {
    if (message.t === 'batch') told += message.requests.length + message.unrecorded
    heard.get(message.t)?.(message)
  })
  const say = (message: object, answer: string): Promise<{ port: number }> =>
    new Promise((resolve) => {
      heard.set(answer, resolve)
      child.process.send(message)
    })
  const apply = (more?: { revision?: number; burst?: string }) =>
    say({ t: 'policy', policy: policyFor(servicePort, largePort, more) }, 'applied')
  const { port } = await apply()
  return { child, port, apply, close: () => say({ t: 'close' }, 'closed'), told: () => told }
}

/** Requests a second of each, in turns, so that what else the machine does hurts all alike. */
const ratesOf = async (loader: Child, ports: readonly number[], rounds: number, forMs: number) => {
  const rates = ports.map((): number[] => [])
  let requests = 0
  for (let round = 0; round <= rounds; round++) {
    for (const [at, port] of ports.entries()) {
      const { answered, failed, sent, seconds } = await load(loader, {
        port,
        connections,
        forMs: round === 0 ? 1500 : forMs,
        perSecond: null,
        key,
      })
      if (failed > 0) throw new Error(`${failed} requests failed`)
      if (at === 0) requests += sent
      // The first turn warms up.
      if (round > 0) rates[at]!.push(answered / seconds)
    }
  }
  const [ours] = rates
  // The ratio turn by turn: the two of a turn met the same machine.
  const baselines = rates.slice(1).map((others) => median(ours!) / median(others.map((rate, turn) => ours![turn]! / rate)))
  return { ours: median(ours!), baselines, requests }
}

const memoryOfLargeBody = async ({ child, port }: { child: Child; port: number }, bytes: number): Promise<number> => {
  await statusOf(port, '/large', 1e6, 1e6)
  const before = residentMegabytes(child.pid)
  let most = before
  const look = setInterval(() => (most = Math.max(most, residentMegabytes(child.pid))), 20)
  await statusOf(port, '/large', bytes)
  await statusOf(port, '/large', 0, bytes)
  clearInterval(look)
  return most - before
}

export const run: Benchmark = async ({ quick }) => {
  pin(process.pid, loadCore)
  const service = await startChild('guard-service.child.ts', loadCore)
  service.process.send({})
  const [{ largePort }] = (await once(service.process, 'message')) as [{ largePort: number }]
  const loader = await startChild('guard-load.child.ts', loadCore)
  const bare = await startChild('guard-fastify.child.ts', proxyCore, [`http://127.0.0.1:${service.port}`])
  const nginx = await startNginx(service.port)
  const guard = await startGuard(service.port, largePort)
  const figures: Figure[] = []
  try {
    const forMs = quick ? 1500 : 5000
    const rounds = quick ? 3 : 7
    const { ours, baselines, requests } = await ratesOf(loader, [guard.port, bare.port, ...(nginx ? [nginx.port] : [])], rounds, forMs)
    const [fastify, ofNginx] = baselines
    let sent = requests
    figures.push({ name: 'guard.rps', value: ours, unit: '/s', baseline: fastify!, goal: { atLeast: fastify! } })
    if (ofNginx === undefined) console.error('guard.rps_nginx was not run: there is no nginx here')
    else figures.push({ name: 'guard.rps_nginx', value: ours, unit: '/s', baseline: ofNginx, goal: { atLeast: ofNginx / 2 } })

    const pace = { connections, forMs: quick ? 3000 : 10_000, perSecond: Math.round(ours / 2), key }
    await load(loader, { ...pace, port: service.port })
    const straight = await load(loader, { ...pace, port: service.port })
    const through = await load(loader, { ...pace, port: guard.port })
    sent += through.sent
    for (const [name, share, atMost] of [
      ['p50', 0.5, 0.3],
      ['p99', 0.99, 3],
    ] as const)
      figures.push({
        name: `guard.added_${name}`,
        value: percentile(through.tookMs, share) - percentile(straight.tookMs, share),
        unit: 'ms',
        goal: { atMost },
      })

    const held = load(loader, { port: guard.port, connections: 16, forMs: quick ? 2000 : 5000, perSecond: null, key })
    let over = false
    void held.then(() => (over = true))
    let revision = 1
    for (; !over; revision++) {
      await guard.apply({ revision })
      await wait(100)
    }
    const swapped = await held
    sent += swapped.sent
    figures.push({ name: 'guard.swap_lost', value: swapped.failed, unit: `of ${swapped.sent}`, goal: { atMost: 0 } })

    let wrong = 0
    const bursts = quick ? 5 : 20
    for (let burst = 0; burst < bursts; burst++) {
      await guard.apply({ revision: ++revision, burst: `burst-${burst}` })
      const statuses = await Promise.all(Array.from({ length: 15 }, () => statusOf(guard.port, '/burst')))
      wrong += Math.abs(statuses.filter((status) => status === 429).length - 5)
      sent += statuses.length
    }
    figures.push({ name: 'guard.limit_exact', value: wrong, unit: `wrong of ${bursts * 15}`, goal: { atMost: 0 } })

    figures.push({ name: 'guard.body_memory', value: await memoryOfLargeBody(guard, quick ? 2e8 : 1e9), unit: 'MB', goal: { atMost: 60 } })
    sent += 3

    await guard.close()
    figures.push({ name: 'guard.recorded', value: Math.abs(guard.told() - sent), unit: `amiss of ${sent}`, goal: { atMost: 0 } })
  } finally {
    await Promise.all([guard.child.stop(), bare.stop(), loader.stop(), service.stop(), nginx?.stop()])
  }
  return figures
}
