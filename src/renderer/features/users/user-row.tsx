/** One user in one line. */
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatRelative, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { WalkedRow, type RowPlace } from '../../ui/walked-row.tsx'
import { columnGrid, columns } from './user-columns.ts'
import { mfaWord, stateWord, vaultWord } from './users-words.ts'

interface UserRowProps extends RowPlace {
  of: ManagedUser
  you: boolean
}

const [, , mfaColumn, , sessionsColumn, vaultColumn] = columns

const LastSeen = ({ atMs }: { atMs: number | null }) => {
  const nowMs = useNowMs()
  if (atMs === null) return <span className="text-3">Never</span>
  return <span title={formatUtc(atMs)}>{formatRelative(Math.min(atMs, nowMs), nowMs)}</span>
}

export const UserRow = ({ of: user, you, ...place }: UserRowProps) => {
  const state = stateWord(user)
  return (
    <WalkedRow {...place} columnGrid={columnGrid} data-user={user.id}>
      <span role="gridcell" className={classNames('flex min-w-0 items-center gap-2', user.disabled && 'text-2')}>
        <span className="cut" title={user.name}>
          {user.name}
        </span>
        {you && <Badge live>You</Badge>}
      </span>
      <span role="gridcell">{user.role}</span>
      <span role="gridcell" className={classNames(mfaColumn.className, 'cut', user.mfaEnrolledAtMs === null ? undefined : 'text-2')}>
        {mfaWord(user)}
      </span>
      <span role="gridcell" className="cut text-2">
        <LastSeen atMs={user.lastSeenAtMs} />
      </span>
      <span role="gridcell" className={classNames(sessionsColumn.className, user.sessions === 0 && 'text-3')}>
        {formatCount(user.sessions)}
      </span>
      <span role="gridcell" className={classNames(vaultColumn.className, 'cut text-2')}>
        {vaultWord(user)}
      </span>
      <span role="gridcell" className="flex min-w-0 items-center gap-2">
        {user.tampered && <SeverityShape severity="critical" />}
        <span className={classNames('cut', state === null && 'text-3')} title={state ?? undefined}>
          {state ?? 'May sign in'}
        </span>
      </span>
    </WalkedRow>
  )
}
