/** Notifications over a real database with a real ring, a clock moved by hand, and receivers of a test's own. */
import { onTestFinished, vi } from 'vitest'
import type { AlertNotice } from '../../ports/alert-notice.ts'
import type { DesktopNotice } from '../../ports/desktop-notices.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { Secret } from '../../ports/secret.ts'
import type { Alert } from '../../shared/contract/alerts.ts'
import type { Channel, ContactPoint, Delivery, GivenContactPoint } from '../../shared/contract/notifications.ts'
import { GatehouseError } from '../../shared/errors.ts'
import type { By } from '../database/database.ts'
import type { Sender } from '../features/notifications/deliver.ts'
import { createNotifications } from '../features/notifications/notifications.service.ts'
import { makeKey, makeKeys } from '../features/vault/open-keys.ts'
import { aNotice } from './an-alert.ts'
import { bySystem, openTestDatabase } from './open-test-database.ts'

export const byMara: By = {
  actor: { kind: 'user', id: '019aa000-0000-7000-8000-000000000001', name: 'mara' },
  source: '127.0.0.1',
  requestId: null,
}
export const signingSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const aContactPoint = (channel: Channel, changes: Partial<GivenContactPoint> = {}): GivenContactPoint => ({
  name: `by ${channel.kind}`,
  channel,
  enabled: true,
  leastSeverity: 'info',
  groups: [],
  quietHours: null,
  repeatMs: null,
  afterMs: 0,
  tellResolved: true,
  template: null,
  // Receivers of tests listen on this machine.
  allowPrivateNetwork: true,
  secret: channel.kind === 'webhook' ? signingSecret : null,
  ...changes,
})

export interface TestNotificationsOptions {
  directory?: string
  sender?: Partial<Sender>
}

export const openTestNotifications = ({ directory, sender = {} }: TestNotificationsOptions = {}) => {
  const events = createLiveEvents()
  const opened = openTestDatabase(directory ? { directory } : {})
  const { clock } = opened
  const ids = createIds(clock)
  const keys = makeKeys('master', new Secret(makeKey()), 'data')
  const shown: DesktopNotice[] = []
  const situation = { sealed: false, timeZone: 'UTC', somebodyIsThere: true }
  const start = () => {
    const made = createNotifications({
      database: opened.database,
      sender: {
        installationId: opened.database.installationId,
        hostName: 'gate',
        clock,
        timeoutMs: 2_000,
        linkTo: (alertId) => `http://127.0.0.1:4600/alerts${alertId ? `?alert=${alertId}` : ''}`,
        ...sender,
      },
      ids,
      events,
      logger: silentLogger,
      ring: () => {
        if (situation.sealed) throw new GatehouseError('VAULT_UNAVAILABLE', 'The vault is sealed.', { reason: 'sealed' })
        return keys.ring
      },
      timeZone: () => situation.timeZone,
      updateEveryMs: () => 300_000,
      notices: { show: (notice) => shown.push(notice) },
      anybodyIsThere: () => situation.somebodyIsThere,
    })
    made.start()
    return made
  }
  let notifications = start()
  onTestFinished(() => notifications.stop())

  /** Within a transaction with its entry, as the engine does. */
  const notify = (notices: AlertNotice[]) =>
    opened.database.change(bySystem, { action: 'alert.changed', message: 'Alerts changed' }, (tx) => notifications.notify(tx, notices))
  const one = (id: string): ContactPoint => notifications.contactPoints().find((point) => point.id === id)!
  const deliveries = (contactPointId: string): Delivery[] =>
    notifications.deliveries({ contactPointId, alertId: null, before: null, limit: 100 }).deliveries.toReversed()
  /** Lets time go by, a little at a time, until it is so. */
  const until = (condition: () => boolean, stepMs = 100) =>
    vi.waitFor(
      () => {
        clock.advance(stepMs)
        if (!condition()) throw new Error('It did not come to that.')
      },
      { timeout: 20_000, interval: 2 },
    )

  return {
    ...opened,
    clock,
    ids,
    events,
    shown,
    situation,
    get notifications() {
      return notifications
    },
    notify,
    tell: (kind: AlertNotice['kind'], ...alerts: Alert[]) => notify(alerts.map((alert) => aNotice(kind, alert, clock.now()))),
    one,
    deliveries,
    until,
    /** Until so many messages came to an end. */
    settled: (id: string, count: number, stepMs?: number) =>
      until(() => deliveries(id).filter(({ state }) => state !== 'waiting').length >= count, stepMs),
    create: (channel: Channel, changes: Partial<GivenContactPoint> = {}) => notifications.create(byMara, aContactPoint(channel, changes)),
    setSealed: (next: boolean) => {
      situation.sealed = next
      events.publish({ kind: 'status-changed' })
    },
    rekey: () => {
      const before = keys
      return { from: before.ring, to: makeKeys('master', new Secret(makeKey()), 'data-2').ring }
    },
    restart: async () => {
      await notifications.stop()
      notifications = start()
    },
    logOf: (action: string) =>
      opened.database.read((db) =>
        db.all<{ message: string; severity: number; detail: string }>(
          'SELECT message, severity, detail FROM log_entry JOIN log_text ON log_text.id = action WHERE text = @action ORDER BY sequence',
          { action },
        ),
      ),
  }
}
