/** What of the guard everybody must see on every page: that it lets everything pass, that it is away, or off with routes to serve. */
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useMay } from '../api/access.ts'
import { client, orpc } from '../api/client.ts'
import { describeProblem } from '../api/describe-problem.ts'
import { useLiveEvents } from '../api/live-feed.ts'
import { queryClient } from '../api/query-client.ts'
import { formatCounted } from '../ui/format.ts'
import { StateStrip } from '../ui/state-strip.tsx'
import { toastProblem } from '../ui/toast.tsx'
import { places } from './places.ts'

/** The guard's own pages say it in their bar. */
const barSays = new Set<string>(places.filter(({ group }) => group === 'Guard').map(({ to }) => to))

/** A service that was put behind it and is not served is not what anybody expects. */
const OffStrip = () => {
  const routes = useQuery(orpc.guard.policy.queryOptions()).data?.routes.filter(({ enabled }) => enabled).length ?? 0
  const mayStart = useMay('guard:write')
  const [busy, setBusy] = useState(false)
  const { pathname } = useLocation()
  if (routes === 0 || barSays.has(pathname)) return null
  const start = () => {
    setBusy(true)
    client.guard
      .start()
      .catch((error: unknown) => toastProblem({ title: 'The guard was not started', text: describeProblem(error).sentence }))
      .finally(() => {
        setBusy(false)
        void queryClient.invalidateQueries({ queryKey: orpc.guard.state.key() })
      })
  }
  return (
    <StateStrip severity="medium" title="The guard is off." action={mayStart ? { label: 'Start the guard', run: start, busy } : null}>
      {formatCounted(routes, 'route serves', 'routes serve')} nobody.
    </StateStrip>
  )
}

const Strips = () => {
  useLiveEvents(
    'guard',
    useCallback(() => void queryClient.invalidateQueries({ queryKey: orpc.guard.state.key() }), []),
  )
  const state = useQuery(orpc.guard.state.queryOptions()).data
  const navigate = useNavigate()
  if (!state) return null
  if (state.process.kind === 'off') return state.revision > 0 ? <OffStrip /> : null
  const look = { label: 'Look at the routes', run: () => void navigate({ to: '/routes' }) }
  return (
    <>
      {state.passThrough && (
        <StateStrip severity="high" title="Pass-through is on." action={look}>
          The guard tells what it would refuse, and refuses nothing.
        </StateStrip>
      )}
      {state.limitsProblem !== null && (
        <StateStrip
          severity="high"
          title={state.limitStore === 'redis' ? 'Limits are not counted in Redis.' : 'Limits are not counted in their file.'}
          action={{ label: 'Look at the limits', run: () => void navigate({ to: '/limits' }) }}
        >
          The reason: {state.limitsProblem}. The guard counts in memory, by itself, until it can again.
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
