/** Whether a route serves, in one word. */
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Route } from '../../../shared/policy.ts'
import { Badge } from '../../ui/badge.tsx'
import { SeverityShape } from '../../ui/severity.tsx'

export const RouteState = ({ route, state }: { route: Route; state: GuardState | undefined }) => {
  if (!route.enabled) return <Badge>Off</Badge>
  const targets = state?.upstreams.find(({ id }) => id === route.upstream)?.targets ?? []
  const well = targets.filter((target) => target.well).length
  if (state?.process.kind !== 'running') return <span className="text-3">Not served</span>
  if (targets.length > 0 && well < targets.length)
    return (
      <span className="flex items-center gap-1">
        <SeverityShape severity={well === 0 ? 'critical' : 'medium'} />
        {well} of {targets.length} well
      </span>
    )
  return <span className="text-2">Serving</span>
}
