/** Where a user is signed in, and the way to end each session or all. */
import { useQuery } from '@tanstack/react-query'
import type { Session } from '../../../shared/contract/account.ts'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useAct } from '../../api/use-act.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { endSession, endSessions } from './user-acts.ts'
import { sessionsOptions } from './users-queries.ts'

const SessionLine = ({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) => (
  <li className="flex items-center gap-2 border-b border-hairline-soft py-1.5 last:border-0">
    <div className="min-w-0 flex-1">
      <p className="flex items-center gap-2">
        <span className="cut">{session.device}</span>
        {session.current && <Badge live>This window</Badge>}
        {session.locked && <Badge>Locked</Badge>}
      </p>
      <p className="text-small text-2">
        <span className="font-mono text-code">{session.address}</span>, last used <RelativeTime atMs={session.lastInputAtMs} />, ends{' '}
        <RelativeTime atMs={session.expiresAtMs} />
      </p>
    </div>
    {!session.current && (
      <Button look="quiet" disabled={busy} onClick={onEnd} aria-label={`End the session of ${session.device}, ${session.address}`}>
        End
      </Button>
    )}
  </li>
)

export const UserSessions = ({ of: user }: { of: ManagedUser }) => {
  const { data, error, refetch } = useQuery(sessionsOptions(user.id))
  const act = useAct()
  const others = data?.filter((session) => !session.current) ?? []
  return (
    <PanelSection title="Sessions">
      {act.problem !== null && (
        <Notice severity="medium" alert>
          <p>{act.problem}</p>
        </Notice>
      )}
      {data?.length === 0 && <p className="text-2">{user.name} is signed in nowhere.</p>}
      {data && data.length > 0 && (
        <ul aria-label={`Sessions of ${user.name}`}>
          {data
            .toSorted((a, b) => b.lastInputAtMs - a.lastInputAtMs)
            .map((session) => (
              <SessionLine key={session.id} session={session} busy={act.busy} onEnd={() => void act.run(() => endSession(user, session))} />
            ))}
        </ul>
      )}
      {others.length > 1 && (
        <Button className="mt-2" busy={act.busy} onClick={() => void act.run(() => endSessions(user))}>
          End all sessions
        </Button>
      )}
      {!data && error && (
        <ErrorState title="The sessions could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Loading the sessions">
          <Skeleton className="w-2/3" />
        </Loading>
      )}
    </PanelSection>
  )
}
