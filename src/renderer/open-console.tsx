/** What runs for as long as the session is open and no longer: the live feed and the tracking of input. */
import { useEffect, type ReactNode } from 'react'
import { useSession } from './api/access.ts'
import { trackInput } from './api/input-tracking.ts'
import { startLiveFeed } from './api/live-feed.ts'

export const OpenConsole = ({ children }: { children: ReactNode }) => {
  const { permissions } = useSession().user
  const granted = permissions.join(' ')
  useEffect(() => startLiveFeed(granted), [granted])
  useEffect(trackInput, [])
  return children
}
