/** What of the guard everybody must see on every page: that it lets everything pass, or that it is away. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useMay } from '../api/access.ts'
import { orpc } from '../api/client.ts'
import { useLiveEvents } from '../api/live-feed.ts'
import { queryClient } from '../api/query-client.ts'
import { StateStrip } from '../ui/state-strip.tsx'

const Strips = () => {
  useLiveEvents(
    'guard',
    useCallback(() => void queryClient.invalidateQueries({ queryKey: orpc.guard.state.key() }), []),
  )
  const state = useQuery(orpc.guard.state.queryOptions()).data
  const navigate = useNavigate()
  if (!state || state.process.kind === 'off') return null
  const look = { label: 'Look at the routes', run: () => void navigate({ to: '/routes' }) }
  return (
    <>
      {state.passThrough && (
        <StateStrip severity="high" title="Pass-through is on." action={look}>
          The guard tells what it would refuse, and refuses nothing.
        </StateStrip>
      )}
      {state.process.kind === 'away' && (
        <StateStrip severity="critical" title="The guard does not answer." action={look}>
          {state.process.problem} It is started again by itself.
        </StateStrip>
      )}
    </>
  )
}

export const GuardStrips = () => (useMay('guard:read') ? <Strips /> : null)
