/** What the pages ask about incidents, and when they ask again. */
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'
import type { ListedState } from './incidents-search.ts'

/** The level follows from time as well. */
const lookAgainMs = 30_000
const pageSize = 50

export const levelOptions = orpc.incidents.level.queryOptions({ refetchInterval: lookAgainMs })
/** For the count of open ones. */
export const openOptions = orpc.incidents.list.queryOptions({ input: { state: 'open', limit: 1 } })
export const incidentOptions = (id: string) => orpc.incidents.get.queryOptions({ input: { id } })
export const listOptions = (state: ListedState) =>
  orpc.incidents.list.infiniteOptions({
    input: (before: number | null) => ({ state, before, limit: pageSize }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBefore,
  })

export const renewIncidents = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.incidents.key() })

/** Asks again whenever some incident or the level changed, unless the person paused what moves. */
export const useFollowIncidents = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'incidents',
    useCallback(() => {
      if (!paused) void renewIncidents()
    }, [paused]),
  )
}
