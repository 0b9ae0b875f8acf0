/** The invitations that are open or have expired: a fresh code, or the end of one. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Mail, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { Invitation } from '../../../shared/contract/users.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Bar, PageScroll } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { GrantDialog, type HeldGrant } from './grant.dialog.tsx'
import { InvitationTable } from './invitation-table.tsx'
import { ManagersOnly } from './managers-only.tsx'
import { withdrawInvitation } from './user-acts.ts'
import { usersOptions } from './users-queries.ts'
import { UsersTabs } from './users-tabs.tsx'

export const InvitationsPage = () => (
  <ManagersOnly>
    <Invitations />
  </ManagersOnly>
)

const Invitations = () => {
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(usersOptions)
  const [grant, setGrant] = useState<HeldGrant | null>(null)
  const [ending, setEnding] = useState<Invitation | null>(null)
  const invite = (
    <Button look="primary" onClick={() => void navigate({ to: '/users', search: { invite: true } })}>
      <UserPlus aria-hidden />
      Invite…
    </Button>
  )
  const content = () => {
    if (!data && error)
      return <ErrorState title="The invitations could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data)
      return (
        <Loading label="Loading the invitations">
          <div className="grid gap-4 p-4">
            <Skeleton className="w-2/3" />
            <Skeleton className="w-1/2" />
          </div>
        </Loading>
      )
    if (data.invitations.length === 0)
      return (
        <EmptyState
          icon={<Mail aria-hidden />}
          title="No invitation is open"
          text="Whoever you invite chooses a password that you never learn, and enrols an authenticator of their own."
          action={invite}
        />
      )
    return <InvitationTable invitations={data.invitations} onGrant={setGrant} onEnd={setEnding} />
  }
  return (
    <>
      <Bar>
        <UsersTabs />
        <span className="flex-1" />
        {data && data.invitations.length > 0 && invite}
      </Bar>
      <PageScroll label="Invitations">{content()}</PageScroll>
      {ending && (
        <AskDialog
          title={ending.kind === 'invite' ? `Withdraw the invitation of ${ending.name}?` : `Make the code for ${ending.name} void?`}
          text={
            ending.kind === 'invite'
              ? `The code opens nothing from then on. You can invite ${ending.name} again.`
              : `Their old password stays void, so ${ending.name} cannot sign in until you reset the password once more.`
          }
          keep="Keep it"
          run={ending.kind === 'invite' ? 'Withdraw invitation' : 'Make the code void'}
          act={() => withdrawInvitation(ending)}
          onClose={() => setEnding(null)}
        />
      )}
      {grant && <GrantDialog grant={grant} onDone={() => setGrant(null)} />}
    </>
  )
}
