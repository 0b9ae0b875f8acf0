// What counting limits in Redis costs a request, and whether two guards that share it are exact together.
import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { startRedis, whyNoRedis } from '../src/main/test-kit/redis-server.ts'
import type { Figure } from './figure.ts'
import { median, percentile } from './figure.ts'
import { loadCore, pin } from './guard-child.ts'
import type { Child } from './guard-child.ts'
import { load } from './guard-load.ts'
import { key, startGuard } from './guard-running.ts'

/** Well below what either can serve: a queue would be measured, and not the way to Redis. */
const pace = { connections: 16, perSecond: 1000, key }

const statusOf = async (port: number): Promise<number> => {
  const asked = get({ port, path: '/burst', agent: false })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer.statusCode!
}

interface RedisTurns {
  rounds: number
  forMs: number
  bursts: number
}

export const redisFigures = async (
  loader: Child,
  ports: { service: number; large: number },
  { rounds, forMs, bursts }: RedisTurns,
): Promise<Figure[]> => {
  if (whyNoRedis !== null) {
    console.error(`guard.redis and guard.limit_exact_redis were not run: ${whyNoRedis}`)
    return []
  }
  const server = await startRedis()
  pin(server.pid(), loadCore)
  // On a machine with two cores others may keep Redis from answering in time: here it is waited for.
  const shared = { limitStore: 'redis', redis: { url: server.url, timeoutMs: 1000 } }
  const start = (policy?: object) => startGuard(ports.service, ports.large, policy)
  const [alone, one, two] = await Promise.all([start(), start(shared), start(shared)])
  try {
    const added: number[] = []
    const p95 = async (port: number) => {
      const { tookMs, failed } = await load(loader, { ...pace, port, forMs })
      if (failed > 0) throw new Error(`${failed} requests failed`)
      return percentile(tookMs, 0.95)
    }
    for (const { port } of [alone, one]) await p95(port)
    for (let round = 0; round < rounds; round++) {
      // Another is the first each time.
      const order = round % 2 === 0 ? [alone, one] : [one, alone]
      const took = new Map<object, number>()
      for (const guard of order) took.set(guard, await p95(guard.port))
      added.push(took.get(one)! - took.get(alone)!)
    }
    let wrong = 0
    for (let burst = 1; burst <= bursts; burst++) {
      const more = { revision: burst, burst: `shared-${burst}` }
      await Promise.all([one.apply(more), two.apply(more)])
      const statuses = await Promise.all(Array.from({ length: 15 }, (_, at) => statusOf((at % 2 === 0 ? one : two).port)))
      wrong += Math.abs(statuses.filter((status) => status === 429).length - 5)
    }
    return [
      { name: 'guard.redis', value: median(added), unit: 'ms at p95', goal: { atMost: 1 } },
      { name: 'guard.limit_exact_redis', value: wrong, unit: `wrong of ${bursts * 15}`, goal: { atMost: 0 } },
    ]
  } finally {
    await Promise.all([alone, one, two].map(({ child }) => child.stop()))
    await server.end()
  }
}
