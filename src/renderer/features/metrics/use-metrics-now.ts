/** The newest value of each series, once a second; it stands still while the person has paused what moves. */
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'

/** Keeps the newest figures up to date; once on each page that shows some. */
export const useFollowMetrics = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'metrics',
    useCallback(
      ({ now }) => {
        if (!paused && document.visibilityState === 'visible') queryClient.setQueryData<MetricsNow>(orpc.monitoring.now.queryKey(), now)
      },
      [paused],
    ),
  )
}

/** Draws anew only when what `select` takes of it changes. */
export const useMetricsNow = <Taken>(select: (now: MetricsNow) => Taken) =>
  useQuery({ ...orpc.monitoring.now.queryOptions(), staleTime: 5_000, select })
