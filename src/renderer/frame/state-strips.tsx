/** What is not well with the console or with the live feed, each in one line with the button that mends it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Condition } from '../../shared/contract/console.ts'
import { orpc } from '../api/client.ts'
import { describeProblem } from '../api/describe-problem.ts'
import { liveState, tryLiveFeedNow } from '../api/live-feed.ts'
import { queryClient } from '../api/query-client.ts'
import { useStore } from '../api/store.ts'
import { formatClock, formatDuration } from '../ui/format.ts'
import { useNowMs } from '../ui/now.ts'
import { StateStrip } from '../ui/state-strip.tsx'
import { toastProblem } from '../ui/toast.tsx'
import { BackupSignInStrip } from './backup-sign-in-strip.tsx'
import { GuardStrips } from './guard-strips.tsx'

const useMending = (mend: Condition['mend']) => {
  const navigate = useNavigate()
  const retry = useMutation(
    orpc.console.retryKeychain.mutationOptions({
      onSuccess: (status) => queryClient.setQueryData(orpc.console.status.queryKey(), status),
      onError: (error) => toastProblem({ title: 'The keychain still does not answer', text: describeProblem(error).sentence }),
    }),
  )
  if (!mend) return null
  const acts = {
    'retry-keychain': () => retry.mutate({}),
    'open-audit': () => void navigate({ to: '/audit' }),
    'open-account': () => void navigate({ to: '/account' }),
  }
  return { label: mend.label, run: acts[mend.action], busy: retry.isPending }
}

const ConditionStrip = ({ condition }: { condition: Condition }) => (
  <StateStrip severity={condition.severity} title={condition.title} action={useMending(condition.mend)}>
    {condition.text}
  </StateStrip>
)

/** A hiccup that mends itself within this time is not worth a line. */
const quietMs = 3_000

const LostFeedStrip = ({ sinceMs, nextTryAtMs }: { sinceMs: number; nextTryAtMs: number | null }) => {
  const nowMs = useNowMs()
  if (nowMs - sinceMs < quietMs) return null
  const next = nextTryAtMs === null ? 'trying now.' : `trying again in ${formatDuration(Math.max(1000, nextTryAtMs - nowMs))}.`
  return (
    <StateStrip
      severity="info"
      title={`Live feed lost ${formatDuration(nowMs - sinceMs)} ago.`}
      action={{ label: 'Try now', run: tryLiveFeedNow, busy: nextTryAtMs === null }}
    >
      What you see stands at {formatClock(sinceMs)}; {next}
    </StateStrip>
  )
}

export const StateStrips = () => {
  const conditions = useQuery(orpc.console.status.queryOptions()).data?.conditions ?? []
  const live = useStore(liveState)
  return (
    <>
      {conditions.map((condition) => (
        <ConditionStrip key={condition.id} condition={condition} />
      ))}
      <BackupSignInStrip />
      <GuardStrips />
      {live.kind === 'lost' && <LostFeedStrip sinceMs={live.sinceMs} nextTryAtMs={live.nextTryAtMs} />}
    </>
  )
}
