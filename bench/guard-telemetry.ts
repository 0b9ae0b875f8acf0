// What sending by OpenTelemetry costs the guard: to a collector that takes everything, and to one that is not there.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Figure } from './figure.ts'
import type { Child } from './guard-child.ts'
import { ratesOf } from './guard-rates.ts'
import type { Turns } from './guard-rates.ts'
import { startGuard } from './guard-running.ts'

/** Takes what it is sent, in this process. */
const startCollector = async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** As both are by themselves: a tenth of the traces, and the figures. */
const telemetryTo = (port: number) => ({ telemetry: { url: `http://127.0.0.1:${port}`, traces: {}, metrics: {} } })

export const telemetryFigures = async (loader: Child, ports: { service: number; large: number }, turns: Turns): Promise<Figure[]> => {
  const start = (policy?: object) => startGuard(ports.service, ports.large, policy)
  const collector = await startCollector()
  const gone = await startCollector()
  const { port: gonePort } = gone.address() as AddressInfo
  gone.close()
  const guards = await Promise.all([start(), start(telemetryTo(gonePort)), start(telemetryTo((collector.address() as AddressInfo).port))])
  const [plain, dead, traced] = guards.map(({ child, port }) => ({ pid: child.pid, port }))
  try {
    // All three in the same turns: each met the same machine.
    const { rate, rateBaselines, cost } = await ratesOf(loader, [plain!, dead!, traced!], turns)
    const figuresOf = (name: string, at: number, goal?: Figure['goal']): Figure[] => [
      { name, value: rateBaselines[at]! / rate, unit: 'x the rate without', ...(goal && { goal }) },
      // It tells a change from noise where rates cannot.
      ...(cost ? [{ name: `${name}_cpu`, value: cost.baselines[at]! / cost.value, unit: 'x the cost without' }] : []),
    ]
    return [
      ...figuresOf('guard.otlp_dead', 0, { atLeast: 0.98 }),
      // No goal: what a tenth of the traces costs is for the operator to weigh.
      ...figuresOf('guard.traced', 1),
    ]
  } finally {
    await Promise.all(guards.map(({ child }) => child.stop()))
    collector.close()
    collector.closeAllConnections()
  }
}
