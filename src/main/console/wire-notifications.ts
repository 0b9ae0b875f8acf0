/** Wires the notifications: whom alerts reach, and by which channel. */
import { hostname } from 'node:os'
import { notificationsHandlers } from '../features/notifications/notifications.procedures.ts'
import { createNotifications } from '../features/notifications/notifications.service.ts'
import type { Keys } from '../features/vault/key-ring.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export const wireNotifications = (foundation: Foundation, { keys, anybodyIsThere }: { keys: Keys; anybodyIsThere: () => boolean }) => {
  const { options, database, clock, settings } = foundation
  const notifications = createNotifications({
    ...foundation,
    sender: {
      installationId: database.installationId,
      hostName: hostname(),
      clock,
      timeoutMs: 15_000,
      linkTo: (alertId) => {
        const address = options.address?.() ?? null
        return address && `${address}/alerts${alertId ? `?alert=${alertId}` : ''}`
      },
    },
    ring: () => keys.ring(),
    timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    updateEveryMs: () => settings.get('alerts.updateMinutes') * 60_000,
    notices: options.desktopNotices ?? null,
    anybodyIsThere,
  })
  const part = {
    handlers: { notifications: notificationsHandlers(notifications) },
    start: () => notifications.start(),
    // A message that failed for good is entered: before the last entry.
    settle: () => notifications.stop(),
  } satisfies Part
  return { ...part, notify: notifications.notify }
}
