/** One's own sessions: where one is signed in, and the way to end each. */
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Session } from '../../../shared/contract/account.ts'
import { signOut } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { endedSentence, othersOf } from './account-words.ts'

const renew = () => queryClient.invalidateQueries({ queryKey: orpc.account.sessions.queryKey() })
const tellFailure = (error: Error) => toastProblem({ title: 'The session was not ended', text: describeProblem(error).sentence })

const cell = 'h-row border-b border-hairline-soft px-2 first:pl-0 last:pr-0'
const head = 'h-7 px-2 text-left text-micro font-normal text-3 first:pl-0 last:pr-0 shadow-[inset_0_-1px_var(--hairline)]'

const SessionRow = ({ session }: { session: Session }) => {
  const revoke = useMutation(
    orpc.account.revokeSession.mutationOptions({
      onSuccess: async () => {
        toastDone({ title: `The session of ${session.device} was ended` })
        await renew()
      },
      onError: tellFailure,
    }),
  )
  const leave = useMutation({ mutationFn: signOut, onError: tellFailure })
  return (
    <tr>
      <td className={cell}>
        <span className="flex items-center gap-2">
          <span className="cut">{session.device}</span>
          {session.current && <Badge live>This window</Badge>}
          {session.locked && <Badge>Locked</Badge>}
        </span>
      </td>
      <td className={`${cell} font-mono text-code`}>{session.address}</td>
      <td className={cell}>
        <RelativeTime atMs={session.createdAtMs} />
      </td>
      <td className={cell}>
        <RelativeTime atMs={session.lastInputAtMs} />
      </td>
      <td className={`${cell} max-wide:hidden`}>
        <RelativeTime atMs={session.expiresAtMs} />
      </td>
      <td className={`${cell} text-right`}>
        {session.current ? (
          <Button look="quiet" className="-mr-2" onClick={() => leave.mutate()} busy={leave.isPending}>
            Sign out
          </Button>
        ) : (
          <Button
            look="quiet"
            className="-mr-2"
            onClick={() => revoke.mutate({ id: session.id })}
            busy={revoke.isPending}
            aria-label={`End the session of ${session.device}, ${session.address}`}
          >
            End
          </Button>
        )}
      </td>
    </tr>
  )
}

const SessionTable = ({ sessions }: { sessions: readonly Session[] }) => (
  <table className="w-full table-fixed border-collapse">
    <colgroup>
      <col />
      <col className="w-32" />
      <col className="w-32" />
      <col className="w-32" />
      <col className="w-32 max-wide:hidden" />
      <col className="w-24" />
    </colgroup>
    <thead>
      <tr>
        <th className={head}>Device</th>
        <th className={head}>Address</th>
        <th className={head}>Signed in</th>
        <th className={head}>Last used</th>
        <th className={`${head} max-wide:hidden`}>Ends</th>
        <th className={head}>
          <span className="sr-only">End</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </tbody>
  </table>
)

export const SessionsPanel = () => {
  const { data, error, refetch } = useQuery(orpc.account.sessions.queryOptions())
  const revokeOthers = useMutation(
    orpc.account.revokeOtherSessions.mutationOptions({
      onSuccess: async ({ revoked }) => {
        toastDone({ title: endedSentence(revoked) })
        await renew()
      },
      onError: tellFailure,
    }),
  )
  const others = othersOf(data ?? []).length
  return (
    <Section
      id="sessions"
      title="Sessions"
      text="Where you are signed in. Ending a session closes that window at once."
      actions={
        others > 0 && (
          <Button onClick={() => revokeOthers.mutate()} busy={revokeOthers.isPending}>
            End all other sessions
          </Button>
        )
      }
    >
      {data && (
        <SessionTable sessions={data.toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastInputAtMs - a.lastInputAtMs)} />
      )}
      {!data && error && (
        <ErrorState title="The sessions could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Loading the sessions">
          <Skeleton className="mb-4 w-3/4" />
          <Skeleton className="w-2/3" />
        </Loading>
      )}
    </Section>
  )
}
