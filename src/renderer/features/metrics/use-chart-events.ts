/** Entries of the log that explain what charts show, over the page's range. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '../../api/client.ts'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'
import type { ChartEvent } from '../../ui/chart-model.ts'
import { coreNowMs } from './core-clock.ts'

const renewMs = 60_000
const none: readonly ChartEvent[] = []

export const useChartEvents = (window: TimeWindow): readonly ChartEvent[] => {
  const { data } = useQuery({
    queryKey: ['metrics', 'events', window],
    queryFn: ({ signal }) => {
      const toMs = window.kind === 'fixed' ? window.toMs : coreNowMs()
      return client.monitoring.annotations({ fromMs: Math.max(0, toMs - lengthOf(window)), toMs }, { signal })
    },
    staleTime: renewMs,
    refetchInterval: window.kind === 'live' ? renewMs : false,
  })
  return useMemo(() => data?.map(({ atMs, word, sentence }) => ({ atMs, word, sentence })) ?? none, [data])
}
