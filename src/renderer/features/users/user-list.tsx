/** The users by name, walked by keyboard row by row; and their shape while they come. */
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { useSession } from '../../api/access.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { columnGrid, columns } from './user-columns.ts'
import { UserRow } from './user-row.tsx'

interface UserListProps {
  users: readonly ManagedUser[]
  openId: string | null
  /** Opens a user; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
}

const idOf = ({ id }: ManagedUser) => id

export const UserList = ({ users, openId, onOpen }: UserListProps) => {
  const me = useSession().user.id
  const list = useWalkedList({
    rows: users,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-user',
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts(walkShortcuts(list, { group: 'Users', one: 'user' }))
  return (
    <WalkedGrid
      label="Users, by name"
      columns={columns}
      columnGrid={columnGrid}
      list={list}
      draw={(user, place) => <UserRow of={user} you={user.id === me} {...place} />}
    />
  )
}

const widths = ['w-1/3', 'w-12', 'w-16', 'w-16', 'w-6', 'w-8', 'w-16']

export const UserListSkeleton = () => (
  <GridSkeleton label="Loading the users" columns={columns} columnGrid={columnGrid} rows={4} widths={widths} />
)
