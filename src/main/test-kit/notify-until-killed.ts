/**
 * A program for `kill-notifier.ts`: alerts fire without end, each of a group of its own, and are told to the webhook at the given
 * address. With `drain` none fires any more; once all are told it writes the ids of all that ever fired, and ends.
 */
import { setTimeout as sleepFor } from 'node:timers/promises'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { By } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { createNotifications } from '../features/notifications/notifications.service.ts'
import { aNotice, anAlert } from './an-alert.ts'
import { databaseOptions } from './database-options.ts'
import { plainRing } from './plain-ring.ts'

const [directory, url, startedAt, mode] = process.argv.slice(2) as [string, string, string, string]
const by: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
/** Two hundred times as fast as any other, over all lives of the program: what waits for a second waits for a few milliseconds. */
const pace = 200
const clock = {
  ...systemClock,
  now: () => Math.round(Number(startedAt) + (Date.now() - Number(startedAt)) * pace),
  after: (ms: number, run: () => void) => systemClock.after(ms / pace, run),
}
const ids = createIds(clock)
const database = openDatabase(databaseOptions(directory, clock))
const notifications = createNotifications({
  database,
  sender: { installationId: database.installationId, hostName: 'gate', clock, timeoutMs: 10_000, linkTo: () => null },
  ids,
  events: createLiveEvents(),
  logger: silentLogger,
  ring: () => plainRing,
  timeZone: () => 'UTC',
  updateEveryMs: () => 300_000,
  notices: null,
  anybodyIsThere: () => false,
})
notifications.start()
if (!notifications.contactPoints().some(({ channel }) => channel.kind === 'webhook'))
  await notifications.create(by, {
    name: 'receiver',
    channel: { kind: 'webhook', url },
    enabled: true,
    leastSeverity: 'info',
    groups: [],
    quietHours: null,
    repeatMs: null,
    afterMs: 0,
    tellResolved: true,
    template: null,
    allowPrivateNetwork: true,
    secret: 'a secret that signs for tests',
  })

const fired = () =>
  database.read((db) =>
    db
      .all<{ detail: string }>("SELECT detail FROM log_entry JOIN log_text ON log_text.id = action WHERE text = 'alert.fired'")
      .map(({ detail }) => (JSON.parse(detail) as { alert: string }).alert),
  )
const untold = () =>
  database.read(
    (db) =>
      db.get<{ count: number }>(
        `SELECT count(*) AS count FROM notification_alert WHERE NOT EXISTS (
           SELECT 1 FROM notification_delivery_alert JOIN notification_delivery ON notification_delivery.id = delivery_id JOIN contact_point ON contact_point.id = contact_point_id
           WHERE notification_delivery_alert.alert_id = notification_alert.alert_id AND state = 'delivered' AND contact_point.name = 'receiver')`,
      )!.count,
  )

while (mode !== 'drain') {
  const alert = anAlert({ group: ids.next() })
  await database.change(by, { action: 'alert.fired', message: 'An alert fired', detail: { alert: alert.id } }, (tx) =>
    notifications.notify(tx, [aNotice('firing', alert, clock.now())]),
  )
  await sleepFor(3)
}
while (untold() > 0) await sleepFor(20)
await notifications.stop()
process.stdout.write(JSON.stringify(fired()))
await database.close()
