/** The list of requests: read page by page, with what the live feed brings on top of it. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { TrafficNow } from '../../../shared/contract/live.ts'
import type { TrafficFilter } from '../../../shared/contract/traffic.ts'
import { orpc } from '../../api/client.ts'
import { liveState, useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { useStore } from '../../api/store.ts'
import { addFed, afterReading, mergeRequests, nothingFed } from './merged-requests.ts'
import { passes } from './traffic-filter.ts'

const pageSize = 100

/** `held`: somebody reads further down, and what comes in waits above. Give the filter as `key` to whatever calls this. */
export const useRequests = (filter: TrafficFilter, held: boolean) => {
  const paused = useLivePaused()
  const live = filter.toMs === null
  const query = useInfiniteQuery(
    orpc.traffic.list.infiniteOptions({
      input: (before: string | null) => ({ filter, before, limit: pageSize }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextBefore,
      staleTime: live ? 0 : 60_000,
    }),
  )
  const { data, refetch } = query
  const [fed, setFed] = useState(nothingFed)
  const { arrived, missed } = fed
  const [seconds, setSeconds] = useState<TrafficNow['seconds']>([])
  /** The next event does not follow on the one before it. */
  const feedBegins = useRef(true)
  useLiveEvents(
    'traffic',
    useCallback(
      ({ now }) => {
        if (paused || !live) return
        setSeconds(now.seconds)
        const begins = feedBegins.current
        feedBegins.current = false
        setFed((known) => addFed(begins ? { ...known, last: null } : known, now, (record) => passes(filter, record)))
      },
      [filter, live, paused],
    ),
  )

  const readAgain = useCallback(
    () =>
      refetch().then(({ data: read, isError }) => {
        const newestReadMs = read?.pages[0]?.requests[0]?.atMs ?? 0
        if (!isError) setFed((known) => afterReading(known, newestReadMs, missed))
      }),
    [refetch, missed],
  )
  // The feed brings the newest only: after a pause, or while it was lost, there may be more.
  const isFed = useStore(liveState).kind === 'live'
  const wasOff = useRef(false)
  useEffect(() => {
    if (!isFed || paused) wasOff.current = feedBegins.current = true
    else if (wasOff.current) {
      wasOff.current = false
      if (live) void readAgain()
    }
  }, [isFed, paused, live, readAgain])

  const [shownArrived, setShownArrived] = useState(arrived)
  if (!held && shownArrived !== arrived) setShownArrived(arrived)
  const requests = useMemo(() => mergeRequests(data?.pages.flatMap((page) => page.requests) ?? [], shownArrived), [data, shownArrived])
  const waiting = useMemo(() => {
    if (shownArrived === arrived) return 0
    const shown = new Set(requests.map(({ id }) => id))
    return arrived.filter(({ id }) => !shown.has(id)).length
  }, [arrived, shownArrived, requests])
  return {
    query,
    requests,
    /** How many came in that are not shown. */
    waiting,
    /** How many came too fast to be told one by one, of all requests; reading again brings them. */
    missed: live && !paused ? missed : 0,
    readAgain,
    showWaiting: () => setShownArrived(arrived),
    /** The newest seconds, of all requests, whatever the filter; none where the list stands still. */
    seconds: live && !paused ? seconds : [],
    searchedBackToMs: data?.pages.at(-1)?.searchedBackToMs ?? null,
  }
}
export type Requests = ReturnType<typeof useRequests>
