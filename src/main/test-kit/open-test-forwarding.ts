/** Forwarding over a real database with a real ring, a clock moved by hand, and receivers of a test's own. */
import { onTestFinished, vi } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import type { CoreEvent } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { Secret } from '../../ports/secret.ts'
import type { Destination, ForwardingTarget } from '../../shared/contract/forwarding.ts'
import { GatehouseError } from '../../shared/errors.ts'
import { openForReading } from '../database/connection.ts'
import type { AuditEvent, By } from '../database/database.ts'
import type { Reader } from '../database/reader.ts'
import { createForwarding } from '../features/forwarding/forwarding.service.ts'
import type { ForwardingSlices } from '../features/forwarding/forwarding.slices.ts'
import { forwardingSlices } from '../features/forwarding/forwarding.slices.ts'
import type { GivenDestination } from '../features/forwarding/given-destination.ts'
import { makeKey, makeKeys } from '../features/vault/open-keys.ts'
import { bySystem, openTestDatabase } from './open-test-database.ts'

export const byMara: By = {
  actor: { kind: 'user', id: '019aa000-0000-7000-8000-000000000001', name: 'mara' },
  source: '127.0.0.1',
  requestId: null,
}
export const webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

const inlineReader = (path: string): Reader<ForwardingSlices> => {
  const { connection, handle } = openForReading(path)
  onTestFinished(() => void connection.close())
  return {
    run: async (name, input) => forwardingSlices[name](handle, structuredClone(input)) as never,
    close: async () => {},
  }
}

export const openTestForwarding = (directory?: string) => {
  const events = createLiveEvents()
  const told: CoreEvent[] = []
  events.subscribe((event) => told.push(event))
  const opened = openTestDatabase({
    ...(directory ? { directory } : {}),
    onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }),
  })
  const { clock, path } = opened
  const ids = createIds(clock)
  const reader = inlineReader(path)
  let keys = makeKeys('master', new Secret(makeKey()), 'data')
  let sealed = false
  const ring = () => {
    if (sealed) throw new GatehouseError('VAULT_UNAVAILABLE', 'The vault is sealed.', { reason: 'sealed' })
    return keys.ring
  }
  const start = () => {
    const forwarding = createForwarding({
      database: opened.database,
      reader,
      sender: {
        installationId: opened.database.installationId,
        hostName: 'gate',
        processId: 1,
        version: '1',
        clock,
        timeoutMs: 2_000,
        settleMs: 2,
      },
      ids,
      events,
      logger: silentLogger,
      ring,
    })
    forwarding.start()
    return forwarding
  }
  let forwarding = start()
  onTestFinished(() => forwarding.stop())

  const logOf = (action: string) =>
    opened.database.read((db) =>
      db.all<{ message: string; severity: number; detail: string }>(
        'SELECT message, severity, detail FROM log_entry JOIN log_text ON log_text.id = action WHERE text = @action ORDER BY sequence',
        { action },
      ),
    )
  const one = (id: string): Destination => {
    const found = forwarding.list().find((destination) => destination.id === id)
    if (!found) throw new Error('There is no such destination.')
    return found
  }
  /** Lets time go by until it is so. */
  const until = (condition: () => boolean) =>
    vi.waitFor(
      () => {
        clock.advance(100)
        if (!condition()) throw new Error('It did not come to that.')
      },
      { timeout: 60_000, interval: 2 },
    )

  return {
    ...opened,
    events,
    told,
    get database() {
      return opened.database
    },
    get forwarding() {
      return forwarding
    },
    logOf,
    one,
    until,
    /** Until the destination has everything and waits for more. */
    caughtUp: (id: string) => until(() => one(id).state.kind === 'idle' && one(id).lagEntries === 0),
    append: async (count: number, event: Partial<AuditEvent> = {}) => {
      const waiting = Array.from({ length: count }, (_, index) =>
        opened.database.append(bySystem, { action: 'thing.happened', message: `Thing ${index}`, ...event }),
      )
      await opened.database.flush()
      return Promise.all(waiting)
    },
    create: (target: ForwardingTarget, changes: Partial<GivenDestination> & { from?: 'now' | 'beginning' } = {}) => {
      const { from = 'now', ...given } = changes
      const secret = target.kind === 'webhook' ? webhookSecret : null
      return forwarding.create(byMara, { name: 'collector', target, leastSeverity: 'info', secret, ...given }, from)
    },
    lastSequence: () => opened.database.read((db) => db.get<{ last: number }>('SELECT max(sequence) AS last FROM log_entry')!.last),
    setSealed: (next: boolean) => {
      sealed = next
      events.publish({ kind: 'status-changed' })
    },
    /** The data key in force, and another one put in its place. */
    rekey: () => {
      const before = keys
      keys = makeKeys('master', new Secret(makeKey()), 'data-2')
      return { from: before.ring, to: keys.ring }
    },
    restart: async () => {
      await forwarding.stop()
      forwarding = start()
    },
  }
}
export type TestForwarding = ReturnType<typeof openTestForwarding>

/** The sequences of a webhook's body. */
export const sequencesOf = (body: string): number[] =>
  (JSON.parse(body) as { entries: { sequence: number }[] }).entries.map(({ sequence }) => sequence)
