/** What the page asks of objectives, and when it asks again. */
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'

/** Requests come all the time; the core measures a burn as often. */
const lookAgainMs = 10_000

export const useObjectivesOptions = () => {
  const paused = useLivePaused()
  return orpc.objectives.list.queryOptions({ refetchInterval: paused ? false : lookAgainMs })
}
export const courseOptions = (id: string) => orpc.objectives.course.queryOptions({ input: { id }, staleTime: 60_000 })

export const renewObjectives = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.objectives.key() })

/** Asks again whenever somebody changed one, unless the person paused what moves. */
export const useFollowObjectives = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'alerts',
    useCallback(() => {
      if (!paused) void queryClient.invalidateQueries({ queryKey: orpc.objectives.list.key() })
    }, [paused]),
  )
}
