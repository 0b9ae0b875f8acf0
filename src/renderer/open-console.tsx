/** What runs for as long as the session is open and no longer: the live feed and the tracking of input. */
import { useEffect, type ReactNode } from 'react'
import { refreshAccess, useSession } from './api/access.ts'
import { useHiddenLong } from './api/hidden-window.ts'
import { trackInput } from './api/input-tracking.ts'
import { startLiveFeed } from './api/live-feed.ts'
import { queryClient } from './api/query-client.ts'

/** Without its stream a hidden window still has to notice within a minute that it is locked or signed out. */
const lookWhileHiddenMs = 30_000

export const OpenConsole = ({ children }: { children: ReactNode }) => {
  const granted = useSession().user.permissions.join(' ')
  const hidden = useHiddenLong()
  useEffect(() => {
    if (!hidden) return startLiveFeed(granted)
    const timer = setInterval(() => void refreshAccess(), lookWhileHiddenMs)
    return () => {
      clearInterval(timer)
      void refreshAccess().then(() => queryClient.invalidateQueries())
    }
  }, [granted, hidden])
  useEffect(trackInput, [])
  return children
}
