/** What the pages of the guard begin with: who may not read it is told so; the policy is waited for, and told where it cannot be read. */
import type { ReactNode } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { usePolicy } from './guard-queries.ts'

/** `name`: what is not open, in the plural. */
export const ReadersOfGuard = ({ name, children }: { name: string; children: ReactNode }) =>
  useMay('guard:read') ? (
    children
  ) : (
    <NoPermissionState
      title={`The ${name} are not open to you`}
      text="Your role may not read what the guard does. An administrator can change that."
    />
  )

interface PolicySectionProps {
  id: string
  title: string
  text: ReactNode
  /** What is waited for, in the plural. */
  name: string
  /** At the right of the title, once there is a policy. */
  actions?: (policy: Policy) => ReactNode
  children: (policy: Policy) => ReactNode
}

export const PolicySection = ({ id, title, text, name, actions, children }: PolicySectionProps) => {
  const query = usePolicy()
  const policy = query.data
  return (
    <Section id={id} title={title} text={text} actions={policy && actions?.(policy)}>
      {query.isPending && (
        <Loading label={`Loading the ${name}`}>
          <div className="grid gap-3">
            <Skeleton className="w-48" />
            <Skeleton className="w-96" />
          </div>
        </Loading>
      )}
      {!policy && query.error && (
        <ErrorState title={`The ${name} could not be read`} problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      {policy && children(policy)}
    </Section>
  )
}
