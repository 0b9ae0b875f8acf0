/** The open user beside the list: what is known, what is wrong, what can be done, and where they are signed in. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { actorKey } from '../../../shared/contract/audit-filter.ts'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { useSession } from '../../api/access.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import type { HeldGrant } from './grant.dialog.tsx'
import { UserActions } from './user-actions.tsx'
import { acceptRow } from './user-acts.ts'
import { UserFacts } from './user-facts.tsx'
import { UserSessions } from './user-sessions.tsx'
import { UserTokens } from './user-tokens.tsx'
import { stateWord } from './users-words.ts'

interface UserPanelProps {
  /** null: the address names nobody. */
  of: ManagedUser | null
  slotsUsed: boolean
  onGrant: (grant: HeldGrant) => void
  onClose: () => void
}

export const UserPanel = ({ of: user, slotsUsed, onGrant, onClose }: UserPanelProps) => {
  const me = useSession().user.id
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Users', run: onClose }])
  if (!user)
    return (
      <SidePanel label="User" title="User" onClose={onClose}>
        <ErrorState
          title="There is no such user"
          problem={{ title: '', sentence: 'The address may be of another console.', requestId: null }}
        />
      </SidePanel>
    )
  const state = stateWord(user)
  return (
    <SidePanel
      label={user.name}
      title={
        <span className="flex items-center gap-2">
          <span className="cut">{user.name}</span>
          {user.id === me && <Badge live>You</Badge>}
          {state !== null && <Badge>{state}</Badge>}
        </span>
      }
      onClose={onClose}
    >
      <ScrollRegion label="The user" focusKey={user.id}>
        {user.tampered && <TamperedRow of={user} you={user.id === me} />}
        <UserFacts of={user} />
        <UserActions of={user} you={user.id === me} slotsUsed={slotsUsed} onGrant={onGrant} />
        <UserSessions of={user} />
        <UserTokens of={user} />
        <PanelSection>
          <Link
            to="/audit"
            search={{ actor: [actorKey({ kind: 'user', id: user.id, name: user.name })] }}
            className="text-accent-text hover:underline"
          >
            All entries by {user.name} in the log
          </Link>
        </PanelSection>
      </ScrollRegion>
    </SidePanel>
  )
}

const TamperedRow = ({ of: user, you }: { of: ManagedUser; you: boolean }) => {
  const [asking, setAsking] = useState(false)
  return (
    <PanelSection>
      <Notice severity="critical">
        <p>
          <strong className="font-strong">Something other than Gatehouse has changed this user in the database.</strong> Nobody gets in as{' '}
          {user.name} until it is set right. Look into the log, and at who can write the data directory, before you do.
        </p>
        {!you && (
          <Button className="mt-2" onClick={() => setAsking(true)}>
            Take it as it is…
          </Button>
        )}
      </Notice>
      {asking && (
        <AskDialog
          title={`Take ${user.name} as the database says now?`}
          text={`Whoever changed it may have set the role (${user.role}), or a password or an authenticator that they know. Where you are not sure, reset both right afterwards. Their sessions end, and the log tells that it was you who took it for right.`}
          keep="Keep them out"
          run="Take it as it is"
          act={() => acceptRow(user)}
          onClose={() => setAsking(false)}
        />
      )}
    </PanelSection>
  )
}
