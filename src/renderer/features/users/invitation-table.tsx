/** Invitations, the one that ends first on top, each with its time counting down. */
import type { Invitation } from '../../../shared/contract/users.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled } from '../../api/step-up.ts'
import { useAct } from '../../api/use-act.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNowMs } from '../../ui/now.ts'
import { edges, tableLook } from '../../ui/table-look.ts'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { holdGrant, type HeldGrant } from './grant.dialog.tsx'
import { renewInvitation } from './user-acts.ts'

interface InvitationTableProps {
  invitations: readonly Invitation[]
  onGrant: (grant: HeldGrant) => void
  onEnd: (invitation: Invitation) => void
}

export const InvitationTable = ({ invitations, onGrant, onEnd }: InvitationTableProps) => (
  <table className={`${tableLook} ${edges}`}>
    <colgroup>
      <col />
      <col className="w-44" />
      <col className="w-32 max-wide:hidden" />
      <col className="w-36 max-wide:w-24" />
      <col className="w-56" />
    </colgroup>
    <thead>
      <tr className="text-left">
        <th>Name</th>
        <th>For</th>
        <th className="max-wide:hidden">Made by</th>
        <th>Ends</th>
        <th>
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {invitations
        .toSorted((a, b) => a.expiresAtMs - b.expiresAtMs)
        .map((invitation) => (
          <InvitationRow key={invitation.id} of={invitation} onGrant={onGrant} onEnd={() => onEnd(invitation)} />
        ))}
    </tbody>
  </table>
)

interface InvitationRowProps {
  of: Invitation
  onGrant: (grant: HeldGrant) => void
  onEnd: () => void
}

const InvitationRow = ({ of: invitation, onGrant, onEnd }: InvitationRowProps) => {
  const act = useAct()
  const nowMs = useNowMs()
  const { name, role, kind, expiresAtMs } = invitation
  const over = invitation.expired || expiresAtMs <= nowMs
  const renew = () =>
    void act.run(async () => {
      try {
        onGrant(holdGrant(await renewInvitation(invitation)))
      } catch (error) {
        if (!(error instanceof StepUpCancelled)) toastProblem({ title: 'No new code was made', text: describeProblem(error).sentence })
      }
    })
  return (
    <tr>
      <td className="cut font-strong" title={name}>
        {name}
      </td>
      <td className="cut">{kind === 'invite' ? `Signing in as ${role}` : 'Another password'}</td>
      <td className="cut text-2 max-wide:hidden" title={invitation.madeBy}>
        {invitation.madeBy}
      </td>
      <td>{over ? <Badge>Expired</Badge> : <RelativeTime atMs={expiresAtMs} />}</td>
      <td>
        <span className="flex justify-end gap-2">
          <Button onClick={renew} busy={act.busy} aria-label={`New code for ${name}…`}>
            New code…
          </Button>
          <Button
            look="quiet"
            onClick={onEnd}
            aria-label={kind === 'invite' ? `Withdraw the invitation of ${name}…` : `Make the code for ${name} void…`}
          >
            {kind === 'invite' ? 'Withdraw…' : 'Void…'}
          </Button>
        </span>
      </td>
    </tr>
  )
}
