/** Notifications: plans messages from what alerts tell, one runner for each contact point that is on, and what the page shows of them. */
import { createAnnouncer } from '../../../ports/announcer.ts'
import type { DesktopNotices } from '../../../ports/desktop-notices.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { ContactPoint, Delivery, DesktopMessage, GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database, Readable } from '../../database/database.ts'
import type { KeyRing, Resealer } from '../vault/key-ring.ts'
import { withoutPath } from './channel-words.ts'
import { createContactPointChanges, knownContactPoint } from './contact-point-changes.service.ts'
import type { SeenVersion } from './contact-point-changes.service.ts'
import { startRunner } from './contact-point-runner.service.ts'
import type { Runner, RunnerOptions } from './contact-point-runner.service.ts'
import { createContactPointSecrets } from './contact-point-secrets.service.ts'
import { allContactPoints, contactPointById, resealContactPoints } from './contact-point.store.ts'
import type { StoredContactPoint } from './contact-point.store.ts'
import { deliver } from './deliver.ts'
import type { Sender } from './deliver.ts'
import { createDesktopMessages } from './desktop-messages.service.ts'
import { deliveryById, listDeliveries, setWaiting, tellsOfNothingOpen, waitingOfPoint } from './outbox.store.ts'
import type { DeliveryFilter } from './outbox.store.ts'
import { createPlanning } from './planning.service.ts'
import { createTestMessages } from './test-message.service.ts'

export interface NotificationsOptions {
  database: Database
  sender: Sender
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Throws VAULT_UNAVAILABLE while the vault is not open. */
  ring(): KeyRing
  timeZone(): string
  updateEveryMs(): number
  notices: DesktopNotices | null
  anybodyIsThere(): boolean
}

export const resealNotifications: Resealer = resealContactPoints

const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export const createNotifications = (options: NotificationsOptions) => {
  const { database, sender, ids, events, logger, ring } = options
  const { clock } = sender
  const secrets = createContactPointSecrets(ring)
  const changes = createContactPointChanges({ database, ids, clock, secrets })
  const announcer = createAnnouncer(clock, () => events.publish({ kind: 'notifications-changed' }))
  const desktop = createDesktopMessages({ ...options, clock, linkTo: sender.linkTo, changed: announcer.tell })
  const runners = new Map<string, Runner>()
  let started = false
  const planning = createPlanning({
    ...options,
    clock,
    planned: (contactPointId) => {
      runners.get(contactPointId)?.wake()
      announcer.tell()
    },
  })

  const stateOf = (point: StoredContactPoint, nextTryAtMs: number | null): ContactPoint['state'] => {
    if (!point.enabled) return { kind: 'off' }
    if (runners.get(point.id)?.isSealed()) return { kind: 'sealed' }
    if (point.failing) return { kind: 'failing', ...point.failing, nextTryAtMs }
    return { kind: 'well' }
  }
  const show = (db: Readable, point: StoredContactPoint): ContactPoint => {
    const { sealedSecret, secretVersion: _version, failing: _failing, ...told } = point
    const { count, nextTryAtMs } = waitingOfPoint(db, point.id)
    return { ...told, hasSecret: sealedSecret !== null, waiting: count, state: stateOf(point, nextTryAtMs) }
  }
  const shown = (id: string): ContactPoint => database.read((db) => show(db, knownContactPoint(db, id)))

  const settled: RunnerOptions['settled'] = (point, { id, message }, how, sentence) => {
    planning.look()
    if (how === 'delivered') {
      if (point.channel.kind === 'desktop') desktop.look()
      return
    }
    // Somebody was not reached: the log is where that is looked for later.
    database
      .append(bySystem, {
        action: 'notification.failed',
        severity: 'high',
        outcome: 'failed',
        message: `A message never reached “${point.name}”: ${sentence}`,
        target: { kind: 'contact-point', id: point.id, name: point.name },
        detail: { delivery: id, kind: message.kind, group: message.group, alerts: message.count },
      })
      .catch((error: unknown) => logger.error({ err: error }, 'a failed message could not be entered'))
  }

  const run = (id: string): void => {
    if (!started || runners.has(id)) return
    const runner = startRunner({
      id,
      database,
      clock,
      logger,
      chance: () => Buffer.from(ids.token(4), 'base64url').readUInt32BE() / 2 ** 32,
      openSecret: secrets.open,
      send: (point, secret, waiting, signal) => deliver(point, secret, waiting.id, waiting.message, sender, signal),
      changed: announcer.tell,
      settled,
    })
    runners.set(id, runner)
  }
  /** The runner begins anew with what is stored now. */
  const rerun = async (id: string): Promise<void> => {
    const runner = runners.get(id)
    runners.delete(id)
    await runner?.stop()
    if (database.read((db) => contactPointById(db, id))?.enabled) run(id)
    planning.look()
    announcer.tell()
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'status-changed') for (const runner of runners.values()) runner.vaultChanged()
    if (event.kind === 'session-changed') desktop.look()
  })

  return {
    notify: planning.notify,

    contactPoints: (withPaths = true): ContactPoint[] => {
      const points = database.read((db) => allContactPoints(db).map((point) => show(db, point)))
      return withPaths ? points : points.map((point) => ({ ...point, channel: withoutPath(point.channel) }))
    },
    create: async (by: By, given: GivenContactPoint): Promise<ContactPoint> => {
      const id = await changes.create(by, given)
      await rerun(id)
      return shown(id)
    },
    change: async (by: By, given: GivenContactPoint & SeenVersion): Promise<ContactPoint> => {
      await changes.change(by, given)
      await rerun(given.id)
      return shown(given.id)
    },
    delete: async (by: By, seen: SeenVersion): Promise<void> => {
      await changes.delete(by, seen)
      await rerun(seen.id)
    },

    test: createTestMessages({ database, ids, sender, secrets, showTest: desktop.showTest }),

    deliveries: (filter: DeliveryFilter): { deliveries: Delivery[]; nextBefore: string | null } => {
      const deliveries = database.read((db) => listDeliveries(db, { ...filter, limit: filter.limit + 1 }))
      const page = deliveries.slice(0, filter.limit)
      return { deliveries: page, nextBefore: deliveries.length > page.length ? (page.at(-1)?.id ?? null) : null }
    },
    desktopMessages: (): DesktopMessage[] => desktop.list(),

    /** Throws NOT_FOUND, or CONFLICT where it was delivered or dropped, is true no more, or nobody can get it any more. */
    retry: async (by: By, id: string): Promise<Delivery> => {
      const { id: pointId } = await database.change(
        by,
        (point: StoredContactPoint) => ({
          action: 'notification.retried',
          message: `${by.actor.name} had a message to “${point.name}” sent again`,
          target: { kind: 'contact-point', id: point.id, name: point.name },
          detail: { delivery: id },
        }),
        (tx) => {
          const delivery = deliveryById(tx, id)
          if (!delivery) throw new GatehouseError('NOT_FOUND', 'There is no such message any more.', {})
          if (delivery.state === 'delivered' || delivery.state === 'dropped')
            throw new GatehouseError('CONFLICT', `This message was ${delivery.state} already.`, {})
          const point = knownContactPoint(tx, delivery.contactPointId)
          if (!point.enabled) throw new GatehouseError('CONFLICT', `“${point.name}” is switched off. Switch it on first.`, {})
          if (delivery.state === 'failed' && tellsOfNothingOpen(tx, delivery))
            throw new GatehouseError('CONFLICT', 'What this message tells of is over: it is not sent any more.', {})
          setWaiting(tx, id, clock.now())
          return point
        },
      )
      runners.get(pointId)?.wake()
      announcer.tell()
      return database.read((db) => deliveryById(db, id)!)
    },

    start: (): void => {
      started = true
      for (const { id, enabled } of database.read(allContactPoints)) if (enabled) run(id)
      planning.start()
    },
    /** Resolves when nothing is on its way any more; what was, is sent again after the next start. */
    stop: async (): Promise<void> => {
      started = false
      unsubscribe()
      planning.stop()
      announcer.stop()
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      runners.clear()
    },
  }
}
export type Notifications = ReturnType<typeof createNotifications>
