/** What the pages ask of the guard, kept true by the live feed. */
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'

export const renewGuard = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.guard.key() })

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
