/** Wires the log's way to other systems. */
import { hostname } from 'node:os'
import { forwardingHandlers } from '../features/forwarding/forwarding.procedures.ts'
import { createForwarding } from '../features/forwarding/forwarding.service.ts'
import type { Keys } from '../features/vault/key-ring.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export const wireForwarding = (foundation: Foundation, keys: Keys) => {
  const { options, database, clock, longReader } = foundation
  const forwarding = createForwarding({
    ...foundation,
    reader: longReader,
    sender: {
      installationId: database.installationId,
      hostName: hostname(),
      processId: process.pid,
      version: options.version,
      clock,
      timeoutMs: 10_000,
      settleMs: 50,
    },
    ring: () => keys.ring(),
  })
  return {
    handlers: { forwarding: forwardingHandlers(forwarding) },
    start: () => forwarding.start(),
    stop: () => forwarding.stop(),
  } satisfies Part
}
