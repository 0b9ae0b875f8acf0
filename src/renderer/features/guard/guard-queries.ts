/** What the pages ask of the guard, kept true by the live feed. */
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'

/** Not what was checked: those edits are of the revision before, and would be a conflict now. */
export const renewGuard = async (): Promise<void> => {
  const { state, policy, history, limitsInUse } = orpc.guard
  await Promise.all(
    [state.key(), policy.key(), history.key(), limitsInUse.key(), orpc.browsers.key()].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  )
}

/** Asks again whenever something about the guard changed, unless the person paused what moves. */
export const useFollowGuard = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'guard',
    useCallback(() => {
      if (!paused) void renewGuard()
    }, [paused]),
  )
}

export const useGuardState = () => useQuery(orpc.guard.state.queryOptions())
export const usePolicy = () => useQuery(orpc.guard.policy.queryOptions())
