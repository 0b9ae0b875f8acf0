/** Shows what alerts tell as notifications of the browser, where a person switched that on; the desktop app shows them by itself. */
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { z } from 'zod'
import type { DesktopMessage } from '../../shared/contract/notifications.ts'
import { useMay } from '../api/access.ts'
import { client } from '../api/client.ts'
import { onDesktop } from '../api/host.ts'
import { useLiveEvents } from '../api/live-feed.ts'
import { createStore, useStore } from '../api/store.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { classNames } from '../ui/class-names.ts'

const key = 'gatehouse.desktop-messages'
/** No secret: whether it is on, and the ids of what was shown here. */
const keptSchema = z.object({ on: z.boolean(), shown: z.array(z.uuid()).max(100) })
type Kept = z.infer<typeof keptSchema>
const maxShown = 50

const read = (): Kept => {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(key) ?? ''))
  } catch {
    return { on: false, shown: [] }
  }
}
const kept = createStore<Kept>(read())
const keep = (next: Kept) => {
  kept.set(next)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // Kept for this window only.
  }
}

const canShow = (): boolean => !onDesktop && 'Notification' in window && Notification.permission === 'granted'

/** One tag, so that several windows of one browser show it once. */
const show = ({ id, title, text, severity }: DesktopMessage, onOpen: () => void) => {
  const shown = new Notification(title, { body: text, tag: id, requireInteraction: severity === 'critical', icon: '/icon.svg' })
  shown.addEventListener('click', () => {
    window.focus()
    shown.close()
    onOpen()
  })
}

/** Another window may have shown some meanwhile, so what is kept is read anew. */
const showNew = async (open: (alertId: string | null) => void): Promise<void> => {
  if (!read().on || !canShow()) return
  const messages = await client.notifications.desktopMessages()
  const { on, shown } = read()
  const fresh = messages.filter(({ id }) => !shown.includes(id))
  if (!on || fresh.length === 0) return
  keep({ on, shown: [...shown, ...fresh.map(({ id }) => id)].slice(-maxShown) })
  for (const message of fresh) show(message, () => open(message.alertId))
}

const alertOfHash = (hash: string): string | null => /^#alert=([0-9a-f-]{36})$/.exec(hash)?.[1] ?? null

/** As long as the console is open here; while it is locked nothing comes in. */
export const useDesktopMessages = (): void => {
  const { history } = useRouter()
  const may = useMay('metrics:read')
  const open = useCallback(
    (alertId: string | null) => history.push(alertId === null ? '/alerts' : `/alerts?alert=${encodeURIComponent(alertId)}`),
    [history],
  )
  const look = useCallback(() => {
    // What cannot be read now is told again with the next change.
    if (may) showNew(open).catch(() => {})
  }, [may, open])
  useLiveEvents('notifications', look)
  useEffect(look, [look])
  // The desktop app names the alert that was clicked in the fragment, so that the page need not be loaded anew.
  useEffect(() => {
    const follow = () => {
      const alertId = alertOfHash(location.hash)
      if (alertId) open(alertId)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [open])
}

const denied = 'The browser does not allow notifications here. Allow them for this page in its settings, then switch this on.'

/** "Show notifications on this computer": of this browser alone. Nothing in the desktop app, which needs no switch. */
export const DesktopMessagesSwitch = () => {
  const { on } = useStore(kept)
  const [problem, setProblem] = useState<string | null>(null)
  if (onDesktop || !('Notification' in window)) return null
  const change = async (next: boolean) => {
    setProblem(null)
    const allowed = !next || (await Notification.requestPermission()) === 'granted'
    if (!allowed) return setProblem(denied)
    // What was told before is not shown anew.
    const told = next ? await client.notifications.desktopMessages().catch(() => []) : []
    keep({ on: next, shown: told.map(({ id }) => id).slice(-maxShown) })
  }
  return (
    <div>
      <Checkbox checked={on && canShow()} onChange={(next) => void change(next)}>
        Show notifications on this computer
      </Checkbox>
      <p role={problem ? 'alert' : undefined} className={classNames('mt-1 pl-6 text-small', problem ? 'text-critical' : 'text-2')}>
        {problem ?? 'In this browser, while the console is open and not locked.'}
      </p>
    </div>
  )
}
