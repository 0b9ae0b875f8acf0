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
import type { LoadOrder } from './guard-load.ts'
import { load } from './guard-load.ts'
import { startNginx } from './guard-nginx.ts'
import { processorSeconds } from './processor-time.ts'
import { residentMegabytes } from './resident-memory.ts'

const key = `gh_benchke1_${'b'.repeat(43)}`
const connections = 64
const heldConnections = 1000
const layers = ['global', 'route', 'source', 'consumer'] as const

interface Proxy {
  pid: number
  port: number
}
interface Turns {
  rounds: number
  forMs: number
  warmUp: number
}

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

const warmUpRequests = 30_000
const warmUpMs = 20_000

/** Another is the first each time, and every second time they go backwards: what the one before leaves behind hurts all alike. */
const orderOf = (round: number, count: number): number[] => {
  const order = Array.from({ length: count }, (_, at) => (at + round) % count)
  return round % 2 === 0 ? order : order.reverse()
}

/** Requests a second of each and what one costs in processor time (µs), in turns, so that what else the machine does hurts all alike. */
const ratesOf = async (loader: Child, proxies: readonly Proxy[], { rounds, forMs, warmUp }: Turns) => {
  const rates = proxies.map((): number[] => [])
  const costs = proxies.map((): number[] => [])
  let requests = 0
  const ask = async (at: number, ms: number) => {
    const { port, pid } = proxies[at]!
    const before = processorSeconds(pid)
    const result = await load(loader, { port, connections, forMs: ms, perSecond: null, key })
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`)
    if (at === 0) requests += result.sent
    const after = processorSeconds(pid)
    return { ...result, microseconds: before === null || after === null ? null : ((after - before) * 1e6) / result.answered }
  }
  // Compiled code is what is compared: on a busy machine that takes a while.
  for (const at of proxies.keys()) {
    const startedMs = performance.now()
    for (let asked = 0; asked < warmUp && performance.now() - startedMs < warmUpMs;) asked += (await ask(at, 1000)).answered
  }
  for (let round = 0; round < rounds; round++) {
    for (const at of orderOf(round, proxies.length)) {
      const { answered, seconds, microseconds } = await ask(at, forMs)
      rates[at]!.push(answered / seconds)
      if (microseconds !== null) costs[at]!.push(microseconds)
    }
  }
  // The ratio turn by turn: the two of a turn met the same machine.
  const against = ([ours, ...others]: number[][]) =>
    others.map((theirs) => median(ours!) / median(theirs.map((one, turn) => ours![turn]! / one)))
  return {
    requests,
    rate: median(rates[0]!),
    rateBaselines: against(rates),
    cost: costs[0]!.length === 0 ? null : { value: median(costs[0]!), baselines: against(costs) },
  }
}

/** How much later answers come than straight from the service: of percentiles turn by turn, and of the turns the middle one. */
const addedBy = async (
  port: number,
  straightPort: number,
  { loader, pace, turns }: { loader: Child; pace: Omit<LoadOrder, 'port'>; turns: number },
) => {
  const added = { p50: [] as number[], p99: [] as number[] }
  let sent = 0
  await load(loader, { ...pace, port: straightPort })
  for (let turn = 0; turn < turns; turn++) {
    const straight = await load(loader, { ...pace, port: straightPort })
    const through = await load(loader, { ...pace, port })
    sent += through.sent
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const)
      added[name].push(percentile(through.tookMs, share) - percentile(straight.tookMs, share))
  }
  return { sent, p50: median(added.p50), p99: median(added.p99) }
}

/** Keep-alive connections that all ask at once: how many were served and kept, and what each of them takes at most. */
const holdConnections = async (loader: Child, { child, port }: { child: Child; port: number }, count: number) => {
  const before = residentMegabytes(child.pid)
  let most = before
  const look = setInterval(() => (most = Math.max(most, residentMegabytes(child.pid))), 50)
  const result = await load(loader, { port, connections: count, forMs: 4000, perSecond: null, key })
  clearInterval(look)
  return { sent: result.sent, held: count - result.failed - result.reopened, kilobytesEach: ((most - before) * 1000) / count }
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
    const turns = quick ? { rounds: 12, forMs: 500, warmUp: warmUpRequests } : { rounds: 40, forMs: 1000, warmUp: warmUpRequests }
    const proxies = [{ pid: guard.child.pid, port: guard.port }, bare, ...(nginx ? [nginx] : [])]
    const { rate, rateBaselines, cost, requests } = await ratesOf(loader, proxies, turns)
    const [fastify, ofNginx] = rateBaselines
    let sent = requests
    figures.push({ name: 'guard.rps', value: rate, unit: '/s', baseline: fastify!, goal: { atLeast: fastify! } })
    if (ofNginx === undefined) console.error('guard.rps_nginx was not run: there is no nginx here')
    else figures.push({ name: 'guard.rps_nginx', value: rate, unit: '/s', baseline: ofNginx, goal: { atLeast: ofNginx / 2 } })
    if (cost === null) console.error('guard.cpu was not run: this system does not tell what a process used')
    else {
      // No goals: the issue has none, and nginx is no program of JavaScript. They tell a change from noise where rates cannot.
      for (const [at, baseline] of cost.baselines.entries())
        figures.push({ name: at === 0 ? 'guard.cpu' : 'guard.cpu_nginx', value: cost.value, unit: 'us a request', baseline })
    }

    const pace = { connections, forMs: quick ? 1000 : 3000, perSecond: Math.round(rate / 2), key }
    const added = await addedBy(guard.port, service.port, { loader, pace, turns: quick ? 3 : 7 })
    sent += added.sent
    for (const [name, value, atMost] of [
      ['p50', added.p50, 0.3],
      ['p99', added.p99, 3],
    ] as const)
      figures.push({ name: `guard.added_${name}`, value, unit: 'ms', goal: { atMost } })

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

    const all = await holdConnections(loader, guard, heldConnections)
    sent += all.sent
    figures.push({ name: 'guard.held', value: all.held, unit: 'connections', goal: { atLeast: heldConnections } })
    figures.push({ name: 'guard.held_memory', value: all.kilobytesEach, unit: 'KB each' })

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
