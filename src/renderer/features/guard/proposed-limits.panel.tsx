/** Limits that the traffic of routes without one suggests: what each rests on, and one press to try it in dry run. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import type { LimitProposal, RouteProposals } from '../../../shared/contract/guard.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { editOrTell } from './guard-acts.ts'
import { keyWords, limitWords } from './guard-words.ts'
import { evidenceWords, limitsOf, proposalNames, seenWords } from './proposed-limits.ts'

const tryThem = (policy: Policy, route: Route, proposals: readonly LimitProposal[]) => {
  const limits = limitsOf(policy, route, proposals)
  const [first] = limits
  editOrTell(
    policy.revision,
    limits.map((limit) => ({ kind: 'put-limit', limit })),
    limits.length === 1 ? `“${first?.name ?? ''}” is in dry run` : `${limits.length} limits of “${route.name}” are in dry run`,
    'The limit was not added',
  )
}

interface RouteRowProps {
  policy: Policy
  route: Route
  of: RouteProposals
  mayWrite: boolean
}

const RouteRow = ({ policy, route, of, mayWrite }: RouteRowProps) => (
  <li className="grid gap-3 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
    <div className="flex items-start gap-4">
      <h3 className="min-w-0 flex-1">
        <span className="cut">{route.name}</span> <span className="text-small font-normal text-2">{seenWords(of)}</span>
      </h3>
      {mayWrite && of.proposals.length > 1 && (
        <Button onClick={() => tryThem(policy, route, of.proposals)} aria-label={`Try all proposed limits of “${route.name}” in dry run`}>
          <FlaskConical aria-hidden />
          Try all {of.proposals.length}
        </Button>
      )}
    </div>
    <ul className="grid gap-2">
      {of.proposals.map((one) => (
        <li key={one.layer} className="flex items-start gap-4">
          <div className="min-w-0 flex-1">
            <p>
              {proposalNames[one.layer]}: {limitWords(one)}
            </p>
            <p className="text-small text-2">
              {evidenceWords(
                one,
                one.layer === 'consumer-route' ? keyWords(policy, { layer: 'consumer' }, one.busiest.key) : one.busiest.key,
              )}
            </p>
          </div>
          {mayWrite && (
            <Button
              onClick={() => tryThem(policy, route, [one])}
              aria-label={`Try in dry run: ${route.name}, ${proposalNames[one.layer].toLowerCase()}`}
            >
              Try in dry run
            </Button>
          )}
        </li>
      ))}
    </ul>
    {of.unrecorded && <p className="text-small text-2">Nothing is proposed for addresses: more requests came than records are kept of.</p>}
    {of.tooMuch && <p className="text-small text-2">More came than a limit can count, so not every figure is proposed.</p>}
  </li>
)

const Proposals = ({ policy, mayWrite }: { policy: Policy; mayWrite: boolean }) => {
  const options = orpc.guard.limitProposals.queryOptions()
  const query = useQuery({
    ...options,
    // What a limit counts already is not proposed again.
    queryKey: [...options.queryKey, policy.revision],
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  if (query.isPending)
    return (
      <Loading label="Looking at the traffic">
        <div className="grid gap-3">
          <Skeleton className="w-48" />
          <Skeleton className="w-96" />
        </div>
      </Loading>
    )
  if (!query.data)
    return (
      <ErrorState title="The traffic could not be looked at" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    )
  const found = query.data.flatMap((of) => {
    const route = policy.routes.find(({ id }) => id === of.route)
    return route ? [{ route, of }] : []
  })
  const told = found.filter(({ of }) => !of.tooLittle)
  const little = found.filter(({ of }) => of.tooLittle)
  if (found.length === 0) return <p className="text-2">Nothing is left to propose.</p>
  return (
    <>
      {told.length > 0 && (
        <ul>
          {told.map(({ route, of }) => (
            <RouteRow key={route.id} policy={policy} route={route} of={of} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
      {little.length > 0 && (
        <p className={told.length > 0 ? 'mt-4 text-small text-2' : 'text-2'}>
          Too little was seen of {little.map(({ route, of }) => `“${route.name}” (${seenWords(of)})`).join(', ')}: figures are proposed from
          100 requests in at least an hour.
        </p>
      )}
    </>
  )
}

export const ProposedLimits = ({ policy, mayWrite }: { policy: Policy; mayWrite: boolean }) =>
  policy.routes.some(({ enabled }) => enabled) && (
    <Section
      id="proposed"
      title="Proposed"
      text="From what callers sent in the last week, with room above it. Each is tried in dry run first, and refuses nothing until you enforce it."
    >
      <Proposals policy={policy} mayWrite={mayWrite} />
    </Section>
  )
