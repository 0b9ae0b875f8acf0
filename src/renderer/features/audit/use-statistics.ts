/** The log of a period in figures; a period that ends now is asked for anew while the page is live. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'

const minuteMs = 60_000
const renewMs = 15_000
const top = 10

export const useStatistics = (window: TimeWindow) => {
  const paused = useLivePaused()
  const live = window.kind === 'live'
  const query = useQuery({
    queryKey: ['audit', 'statistics', window],
    queryFn: ({ signal }) => {
      const toMs = live ? Math.ceil(Date.now() / minuteMs) * minuteMs : window.toMs
      return client.audit.statistics({ fromMs: Math.max(0, toMs - lengthOf(window)), toMs, top }, { signal })
    },
    staleTime: live ? renewMs : Infinity,
    refetchInterval: live && !paused ? renewMs : false,
    placeholderData: keepPreviousData,
  })
  // While somebody reads values nothing moves.
  const [looking, setLooking] = useState(false)
  const [shown, setShown] = useState(query.data)
  if (query.data !== shown && (!looking || shown === undefined)) setShown(query.data)
  return { query, statistics: shown, setLooking }
}
