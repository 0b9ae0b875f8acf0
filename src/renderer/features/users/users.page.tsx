/** Users: who may sign in, as what, and the open one beside the list. The address says what is shown. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Search, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Bar } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { GrantDialog, type HeldGrant } from './grant.dialog.tsx'
import { InviteDialog } from './invite.dialog.tsx'
import { ManagersOnly } from './managers-only.tsx'
import { UserList, UserListSkeleton } from './user-list.tsx'
import { UserPanel } from './user-panel.tsx'
import { usersOptions } from './users-queries.ts'
import { withInvite, withoutInvite, withoutUser, withQuery, withUser, type UsersSearch } from './users-search.ts'
import { UsersTabs } from './users-tabs.tsx'
import { countSentence, matchesUser, slotsUsedBy } from './users-words.ts'

export const UsersPage = () => (
  <ManagersOnly>
    <Users />
  </ManagersOnly>
)

const Users = () => {
  const search = useSearch({ from: '/users' })
  const navigate = useNavigate({ from: '/users' })
  const { data, error, refetch } = useQuery(usersOptions)
  const [grant, setGrant] = useState<HeldGrant | null>(null)
  const typed = search.q ?? ''
  const openId = search.user ?? null
  const users = data?.users.toSorted((a, b) => a.name.localeCompare(b.name)) ?? []
  const found = users.filter((user) => matchesUser(user, typed))
  const slotsUsed = slotsUsedBy(users)
  const go = (change: (known: UsersSearch) => UsersSearch, replace = false) => void navigate({ search: change, replace })
  const invite = () => go(withInvite)

  const content = () => {
    if (!data && error)
      return <ErrorState title="The users could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data) return <UserListSkeleton />
    if (found.length === 0)
      return (
        <EmptyState
          icon={<Search aria-hidden />}
          title="Nobody is found"
          text={`No name, role or state begins with “${typed}”.`}
          action={<Button onClick={() => go((known) => withQuery(known, ''), true)}>Show all users</Button>}
        />
      )
    return <UserList users={found} openId={openId} onOpen={(id, walking) => go((known) => withUser(known, id), walking)} />
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Bar>
        <UsersTabs />
        <SearchField
          aria-label="Search users"
          placeholder="Name, role or state"
          className="w-64"
          value={typed}
          maxLength={64}
          onChange={(event) => go((known) => withQuery(known, event.target.value), true)}
        />
        <span role="status" className="text-2 empty:hidden">
          {data && (typed === '' ? countSentence(users) : `${found.length} of ${countSentence(users)}`)}
        </span>
        <span className="flex-1" />
        <Button look="primary" onClick={invite}>
          <UserPlus aria-hidden />
          Invite…
        </Button>
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">{content()}</div>
        {data && openId !== null && (
          <UserPanel
            key={openId}
            of={users.find(({ id }) => id === openId) ?? null}
            slotsUsed={slotsUsed}
            onGrant={setGrant}
            onClose={() => go(withoutUser)}
          />
        )}
      </div>
      {data && search.invite && grant === null && (
        <InviteDialog
          slotsUsed={slotsUsed}
          onGrant={(given) => {
            setGrant(given)
            go(withoutInvite, true)
          }}
          onClose={() => go(withoutInvite, true)}
        />
      )}
      {grant && <GrantDialog grant={grant} onDone={() => setGrant(null)} />}
    </div>
  )
}
