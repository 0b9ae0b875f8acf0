/** Forwarding: one runner for each destination that is on, woken by what is appended; and what the page shows of them. */
import { createAnnouncer } from '../../../ports/announcer.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Destination as ShownDestination } from '../../../shared/contract/forwarding.ts'
import type { By, Database, Readable } from '../../database/database.ts'
import { newestSequence } from '../../database/log-ends.ts'
import type { Reader } from '../../database/reader.ts'
import type { KeyRing, Resealer } from '../vault/key-ring.ts'

import { deliverTo } from './deliver.ts'
import type { Sender } from './deliver.ts'
import { createDestinationChanges, knownDestination } from './destination-changes.service.ts'
import { bySystem, startRunner } from './destination-runner.service.ts'
import type { Runner } from './destination-runner.service.ts'
import { createDestinationSecrets } from './destination-secrets.service.ts'
import type { ForwardingSlices } from './forwarding.slices.ts'
import { allDestinations, destinationById, resealSecrets } from './forwarding.store.ts'
import type { Destination } from './forwarding.store.ts'
import type { GivenDestination, SeenVersion } from './given-destination.ts'
import { firstTimeAfter } from './outgoing.store.ts'
import { createTestRecords } from './test-record.service.ts'

export interface ForwardingOptions {
  database: Database
  reader: Reader<ForwardingSlices>
  sender: Sender
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Throws VAULT_UNAVAILABLE while the vault is not open. */
  ring(): KeyRing
}

export const resealForwarding: Resealer = resealSecrets

export const createForwarding = ({ database, reader, sender, ids, events, logger, ring }: ForwardingOptions) => {
  const { clock } = sender
  const secrets = createDestinationSecrets(ring)
  const changes = createDestinationChanges({ database, ids, clock, secrets })
  const announcer = createAnnouncer(clock, () => events.publish({ kind: 'forwarding-changed' }))
  const runners = new Map<string, Runner>()
  let started = false

  const show = (db: Readable, destination: Destination): ShownDestination => {
    const { id, enabled, position, sealedSecret, sending: _sending, headSequence: _head, secretVersion: _version, ...told } = destination
    const waitsSinceMs = firstTimeAfter(db, position)
    return {
      ...told,
      id,
      enabled,
      position,
      hasSecret: sealedSecret !== null,
      lagEntries: Math.max(0, newestSequence(db) - position),
      lagMs: waitsSinceMs === null ? null : Math.max(0, Math.trunc(clock.now() - waitsSinceMs)),
      state: enabled ? (runners.get(id)?.state() ?? { kind: 'idle' }) : { kind: 'off' },
    }
  }
  const shown = (id: string): ShownDestination => database.read((db) => show(db, knownDestination(db, id)))

  const halt = async (id: string): Promise<void> => {
    const runner = runners.get(id)
    runners.delete(id)
    await runner?.stop()
  }
  const run = (id: string): void => {
    if (!started || runners.has(id)) return
    const runner = startRunner({
      id,
      database,
      reader,
      clock,
      logger,
      chance: () => Buffer.from(ids.token(4), 'base64url').readUInt32BE() / 2 ** 32,
      deliverFor: (destination) => deliverTo(destination.target, secrets.open(destination), sender),
      changed: announcer.tell,
      gone: async (destination, problem) => {
        await changes.setEnabled(bySystem, destination, false, `The log is sent to “${destination.name}” no more: ${problem}`)
        runners.delete(id)
        announcer.tell()
      },
    })
    runners.set(id, runner)
  }
  /** The runner begins anew with what is stored now. */
  const rerun = async (id: string): Promise<void> => {
    await halt(id)
    if (database.read((db) => destinationById(db, id))?.enabled) run(id)
    announcer.tell()
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'audit-appended') {
      for (const runner of runners.values()) runner.appended()
      if (runners.size > 0) announcer.tell()
    }
    if (event.kind === 'status-changed') for (const runner of runners.values()) runner.vaultChanged()
  })

  return {
    list: (): ShownDestination[] => database.read((db) => allDestinations(db).map((destination) => show(db, destination))),

    create: async (by: By, given: GivenDestination, from: 'now' | 'beginning'): Promise<ShownDestination> => {
      const id = await changes.create(by, given, from)
      await rerun(id)
      return shown(id)
    },
    change: async (by: By, given: GivenDestination & SeenVersion): Promise<ShownDestination> => {
      await changes.change(by, given)
      await rerun(given.id)
      return shown(given.id)
    },
    setEnabled: async (by: By, seen: SeenVersion, enabled: boolean): Promise<ShownDestination> => {
      await changes.setEnabled(by, seen, enabled)
      await rerun(seen.id)
      return shown(seen.id)
    },
    delete: async (by: By, seen: SeenVersion): Promise<void> => {
      await changes.delete(by, seen)
      await rerun(seen.id)
    },

    test: createTestRecords({ database, ids, sender, secrets }),

    /** Throws NOT_FOUND. */
    tryNow: (id: string): void => {
      database.read((db) => knownDestination(db, id))
      runners.get(id)?.tryNow()
    },

    start: (): void => {
      started = true
      for (const { id, enabled } of database.read(allDestinations)) if (enabled) run(id)
    },
    /** Resolves when nothing is on its way any more; what was, is sent again after the next start. */
    stop: async (): Promise<void> => {
      started = false
      unsubscribe()
      announcer.stop()
      await Promise.all([...runners.keys()].map(halt))
    },
  }
}
export type Forwarding = ReturnType<typeof createForwarding>
