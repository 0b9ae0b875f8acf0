/** What runs for as long as the session is open and no longer: the live feed, the tracking of input, and the eye on one's own role. */
import { useEffect, useRef, type ReactNode } from 'react'
import { roleSentence } from '../shared/permission-words.ts'
import { refreshAccess, useSession } from './api/access.ts'
import { useHiddenLong } from './api/hidden-window.ts'
import { trackInput } from './api/input-tracking.ts'
import { startLiveFeed } from './api/live-feed.ts'
import { queryClient, renewSessionData } from './api/query-client.ts'
import { toastDone } from './ui/toast.tsx'

/** Without its stream a hidden window still has to notice within a minute that it is locked or signed out. */
const lookWhileHiddenMs = 30_000

/** Another role: what one may no longer see is forgotten, what is shown is read anew, and one is told why it looks different. */
const useOwnRole = () => {
  const { role } = useSession().user
  const known = useRef(role)
  useEffect(() => {
    if (known.current === role) return
    known.current = role
    renewSessionData()
    toastDone({ title: `An administrator gave you another role: ${role}`, text: roleSentence(role) })
  }, [role])
}

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
  useOwnRole()
  return children
}
