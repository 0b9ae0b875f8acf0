/** What was seen of a route and what is proposed for it, in words, and a proposal as a limit in dry run. Pure. */
import type { LimitProposal, RouteProposals } from '../../../shared/contract/guard.ts'
import type { Limit, Policy, Route } from '../../../shared/policy.ts'
import { limitSchema } from '../../../shared/policy.ts'
import { formatCount, formatCounted, formatRoughDuration } from '../../ui/format.ts'
import { newId } from './new-id.ts'

const nameEndings: Record<LimitProposal['layer'], string> = {
  'source-route': 'each address',
  'consumer-route': 'each consumer',
  route: 'all together',
}
export const proposalNames: Record<LimitProposal['layer'], string> = {
  'source-route': 'Each address',
  'consumer-route': 'Each consumer',
  route: 'All callers together',
}
const longestName = 60

/** In dry run: a new limit shows what it would refuse before it refuses. */
export const limitsOf = (policy: Policy, route: Route, proposals: readonly LimitProposal[]): Limit[] => {
  const taken = policy.limits.map(({ id }) => id)
  return proposals.map(({ layer, limit, perMs }) => {
    const name = `${route.name.slice(0, longestName)}: ${nameEndings[layer]}`
    const id = newId(name, taken)
    taken.push(id)
    return limitSchema.parse({ id, name, layer, routes: [route.id], limit, perMs, mode: 'dry-run' })
  })
}

/** `12,400 requests in 3 d`. */
export const seenWords = ({ requests, fromMs, toMs }: RouteProposals): string =>
  requests === 0 || fromMs === null || toMs === null
    ? 'no requests yet'
    : `${formatCounted(requests, 'request', 'requests')} in ${formatRoughDuration(toMs - fromMs)}`

const sentWords = ({ layer, callers, busiest, perMs }: LimitProposal, callerName: string): string => {
  const time = formatRoughDuration(perMs)
  if (layer === 'route') return `The most that came in any ${time} was ${formatCount(busiest.requests)}.`
  const kind = layer === 'source-route' ? formatCounted(callers, 'address', 'addresses') : formatCounted(callers, 'consumer', 'consumers')
  return callers === 1
    ? `The only one seen, ${callerName}, sent up to ${formatCount(busiest.requests)} in ${time}.`
    : `Of ${kind} the busiest, ${callerName}, sent up to ${formatCount(busiest.requests)} in ${time}.`
}

/** What it rests on, and what it would have refused in the time that was seen. */
export const evidenceWords = (proposal: LimitProposal, callerName: string): string => {
  const { wouldRefuse } = proposal
  const refused =
    wouldRefuse.requests === 0
      ? 'It would have refused nothing.'
      : `It would have refused ${formatCounted(wouldRefuse.requests, 'request', 'requests')} of ${formatCounted(wouldRefuse.callers, 'caller', 'callers')}.`
  return `${sentWords(proposal, callerName)} ${refused}`
}
