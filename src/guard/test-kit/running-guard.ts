/** A guard and services behind it on real sockets, for tests. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { z } from 'zod'
import { systemClock } from '../../ports/clock.ts'
import type { Clock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { policySchema } from '../../shared/policy.ts'
import type { Guard } from '../guard.ts'
import { createGuard } from '../guard.ts'
import type { RequestRecord } from '../recorder.ts'

export type PolicyInput = z.input<typeof policySchema>

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})
/** Called after the test, the last one first. */
export const afterTest = (clean: () => Promise<unknown> | void): void => {
  cleanups.push(clean)
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port

/** An HTTP service. */
export const startService = async (answer: RequestListener, prepare?: (server: Server) => void): Promise<string> => {
  const server = createServer(answer)
  prepare?.(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterTest(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${portOf(server)}`
}

/** A service that says whatever the test has it say. */
export const startRawService = async (serve: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterTest(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${portOf(server)}`
}

export interface RunningGuard {
  guard: Guard
  port: number
  url: string
  records: RequestRecord[]
  refused: string[]
  /** Once so many requests are recorded. */
  recorded(count: number): Promise<RequestRecord[]>
  change(policy: PolicyInput): Promise<Awaited<ReturnType<Guard['apply']>>>
}

export interface GuardSetUp {
  clock?: Clock
  secretOf?: (reference: string) => string | null
  record?: (record: RequestRecord) => void
  onHealth?: (upstream: string, target: string, well: boolean) => void
}

export const listening: PolicyInput['listeners'] = [{ id: 'main', port: 0 }]

/** One route to one target, and what else the test says. */
export const policyFor = (target: string | string[], more: PolicyInput & { settings?: object; upstream?: object } = {}): PolicyInput => {
  const { settings, upstream, ...rest } = more
  return {
    listeners: listening,
    upstreams: [{ id: 'service', name: 'Service', targets: [target].flat().map((url) => ({ url })), ...upstream }],
    routes: [{ id: 'all', name: 'All', upstream: 'service', settings }],
    ...rest,
  }
}

export const startGuard = async (policy: PolicyInput, setUp: GuardSetUp = {}): Promise<RunningGuard> => {
  const clock = setUp.clock ?? systemClock
  const records: RequestRecord[] = []
  const refused: string[] = []
  let look = () => {}
  const guard = createGuard({
    clock,
    ids: createIds(clock),
    logger: silentLogger,
    recorder: {
      record: (record) => {
        records.push(record)
        setUp.record?.(record)
        look()
      },
    },
    secretOf: setUp.secretOf ?? (() => null),
    onHealth: setUp.onHealth ?? (() => {}),
    onRefused: (why) => refused.push(why),
  })
  afterTest(() => guard.close(0))
  const applied = await guard.apply(policy)
  if (!applied.ok) throw new Error(JSON.stringify(applied.faults))
  const port = applied.ports['main']!
  return {
    guard,
    port,
    url: `http://127.0.0.1:${port}`,
    records,
    refused,
    recorded: (count) =>
      new Promise((resolve) => {
        look = () => records.length >= count && resolve(records)
        look()
      }),
    change: (next) => guard.apply(next),
  }
}
