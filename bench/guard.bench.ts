// Benchmark: what the guard costs a request beside a bare proxy and nginx, and that it keeps its promises under load.
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
import { tlsFigures } from './guard-tls.ts'
import { costOfTokens } from './guard-tokens.ts'
import { connections, ratesOf, warmUpRequests } from './guard-rates.ts'
import { key, startGuard } from './guard-running.ts'
import { redisFigures } from './guard-redis.ts'
import { telemetryFigures } from './guard-telemetry.ts'
import { residentMegabytes } from './resident-memory.ts'

const heldConnections = 1000

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

    const ofTokens = { rounds: quick ? 8 : 20, forMs: quick ? 500 : 1000 }
    const tokens = await costOfTokens(loader, { port: guard.port, connections, key, turns: ofTokens })
    sent += tokens.sent
    figures.push(tokens.figure)

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

    figures.push(
      ...(await redisFigures(
        loader,
        { service: service.port, large: largePort },
        quick ? { rounds: 20, forMs: 250, bursts: 5 } : { rounds: 80, forMs: 250, bursts: 20 },
      )),
    )
    figures.push(...(await tlsFigures(loader, { servicePort: service.port, largePort, turns: quick ? { ...turns, rounds: 6 } : turns })))
    figures.push(...(await telemetryFigures(loader, { service: service.port, large: largePort }, turns)))

    await guard.close()
    figures.push({ name: 'guard.recorded', value: Math.abs(guard.told() - sent), unit: `amiss of ${sent}`, goal: { atMost: 0 } })
  } finally {
    await Promise.all([guard.child.stop(), bare.stop(), loader.stop(), service.stop(), nginx?.stop()])
  }
  return figures
}
