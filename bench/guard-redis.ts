// What counting limits in Redis costs a request, and whether two guards that share it are exact together.
import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { startRedis, whyNoRedis } from '../src/main/test-kit/redis-server.ts'
import type { Figure } from './figure.ts'
import { percentile } from './figure.ts'
import type { Child } from './guard-child.ts'
import { load } from './guard-load.ts'
import { key, startGuard } from './guard-running.ts'

/** Well below what either can serve: a queue would be measured, and not the way to Redis. */
const pace = { connections: 16, perSecond: 1000, key }

const warmUpMs = 3_000

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
  // Redis runs where there is room: pinned to load and service it would wait for them. On a busy machine others may keep it
  // from answering in time: here it is waited for.
  const shared = { limitStore: 'redis', redis: { url: server.url, timeoutMs: 1000 } }
  const start = (policy?: object) => startGuard(ports.service, ports.large, policy)
  const [alone, one, two] = await Promise.all([start(), start(shared), start(shared)])
  try {
    const ask = async (port: number, ms: number) => {
      const { tookMs, failed } = await load(loader, { ...pace, port, forMs: ms })
      if (failed > 0) throw new Error(`${failed} requests failed`)
      return tookMs
    }
    // Compiled code is what is compared.
    for (const { port } of [alone, one]) await ask(port, warmUpMs)
    const took = { alone: [] as number[], shared: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      // Many short turns, another first each time: what else the machine does hurts both alike.
      const turns = [
        { port: alone.port, into: took.alone },
        { port: one.port, into: took.shared },
      ]
      for (const { port, into } of round % 2 === 0 ? turns : turns.reverse()) into.push(...(await ask(port, forMs)))
    }
    const added = percentile(took.shared, 0.95) - percentile(took.alone, 0.95)
    let wrong = 0
    for (let burst = 1; burst <= bursts; burst++) {
      const more = { revision: burst, burst: `shared-${burst}` }
      await Promise.all([one.apply(more), two.apply(more)])
      const statuses = await Promise.all(Array.from({ length: 15 }, (_, at) => statusOf((at % 2 === 0 ? one : two).port)))
      wrong += Math.abs(statuses.filter((status) => status === 429).length - 5)
    }
    return [
      { name: 'guard.redis', value: added, unit: 'ms at p95', goal: { atMost: 1 } },
      { name: 'guard.limit_exact_redis', value: wrong, unit: `wrong of ${bursts * 15}`, goal: { atMost: 0 } },
    ]
  } finally {
    await Promise.all([alone, one, two].map(({ child }) => child.stop()))
    await server.end()
  }
}
