// Shows what alerts tell outside the window; a click opens the alert.
import type { Notification, NotificationConstructorOptions } from 'electron'
import type { DesktopNotices } from '../../ports/desktop-notices.ts'
import type { Logger } from '../../ports/logger.ts'

type Shown = Pick<Notification, 'on' | 'show'>

export interface DesktopNotifierOptions {
  isSupported: () => boolean
  make: (options: NotificationConstructorOptions) => Shown
  open: (alertId: string | null) => void
  logger: Logger
}

/** Held so long: a notification that is collected does not answer a click. */
const maxHeld = 20

export const createDesktopNotifier = ({ isSupported, make, open, logger }: DesktopNotifierOptions): DesktopNotices => {
  const held = new Set<Shown>()
  return {
    show: ({ title, text, severity, alertId }) => {
      if (!isSupported()) return
      try {
        const shown = make({ title, body: text, urgency: severity === 'critical' ? 'critical' : 'normal' })
        shown.on('click', () => open(alertId))
        shown.on('close', () => held.delete(shown))
        held.add(shown)
        for (const oldest of held) if (held.size > maxHeld) held.delete(oldest)
        shown.show()
      } catch (error) {
        // A desktop without a place for notifications must not hold up the outbox.
        logger.warn({ err: error }, 'A notification could not be shown')
      }
    },
  }
}
