/** Wires the guard, and the traffic that it tells of. */
import { fileURLToPath } from 'node:url'
import { browserHandlers } from '../features/browsers/browsers.procedures.ts'
import { createBrowsers } from '../features/browsers/browsers.service.ts'
import { guardHandlers } from '../features/guard/guard.procedures.ts'
import { createGuard } from '../features/guard/guard.service.ts'
import { spawnGuard } from '../features/guard/spawn-guard.ts'
import { trafficHandlers } from '../features/traffic/traffic.procedures.ts'
import { createTraffic } from '../features/traffic/traffic.service.ts'
import type { TrafficOptions } from '../features/traffic/traffic.service.ts'
import type { Keys } from '../features/vault/key-ring.ts'
import { createLentKeys } from '../features/vault/lent-keys.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'
import { guardProgram } from './worker-modules.ts'

export interface WireGuardOptions {
  keys: Keys
  /** Where its counts become charts. */
  series: TrafficOptions['series']
}

export const wireGuard = (foundation: Foundation, { keys, series }: WireGuardOptions) => {
  const { options } = foundation
  const routeName = (id: string): string | null => guard.policies.current().routes.find((one) => one.id === id)?.name ?? null
  const traffic = createTraffic({
    ...foundation,
    series,
    guardIsThere: () => guard.isThere(),
    names: {
      route: routeName,
      consumer: (id) => guard.policies.current().consumers.find((one) => one.id === id)?.name ?? null,
    },
  })
  const detached = options.host === 'headless'
  const guard = createGuard({
    ...foundation,
    startProcess: options.startGuard ?? spawnGuard({ program: fileURLToPath(guardProgram()), detached, environment: options.environment }),
    detached,
    vault: createLentKeys({ ...foundation, keys }),
    sentOnRoutes: () => traffic.sentOnRoutes(),
    keepTraffic: (batch) => traffic.takeBatch(batch),
    keepBrowserFindings: (findings) => browsers.take(findings),
  })
  const browsers = createBrowsers({ ...foundation, routeName })
  const part = {
    handlers: { guard: guardHandlers(guard), browsers: browserHandlers(browsers), traffic: trafficHandlers(traffic) },
    start: () => {
      traffic.start()
      guard.start()
    },
    settle: () => guard.leave(),
    stop: () => traffic.stop(),
  } satisfies Part
  return { ...part, guard, traffic }
}
