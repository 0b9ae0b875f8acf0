/** Some series over the page's range: asked once, then moved on by what the live feed brings, step by step. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { client } from '../../api/client.ts'
import { liveState, useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'
import { useStore } from '../../api/store.ts'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'
import { coreNowMs, heardCoreTime } from './core-clock.ts'
import { follow, startFollowing } from './follow-window.ts'
import { seriesKey, type SeriesWindow } from './series-window.ts'

export interface Selector {
  name: string
  labels: Record<string, string>
}

const mostPoints = 300
const renewMs = 60_000
const usualRedrawMs = 3_000

const read = async (selectors: readonly Selector[], window: TimeWindow, agoMs: number, signal: AbortSignal): Promise<SeriesWindow> => {
  const toMs = (window.kind === 'fixed' ? window.toMs : coreNowMs()) - agoMs
  const fromMs = Math.max(0, toMs - lengthOf(window))
  return client.monitoring.query({ selectors: [...selectors], fromMs, toMs, maxPoints: mostPoints }, { signal })
}

/** `redrawMs`: pages with many charts are drawn anew less often than a step is long. */
export const useSeries = (selectors: readonly Selector[], window: TimeWindow, redrawMs = 0) => {
  const paused = useLivePaused()
  const live = window.kind === 'live'
  const shape = JSON.stringify([selectors.map(seriesKey), window])
  const queryKey = useMemo(() => ['metrics', 'series', shape], [shape])
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => read(selectors, window, 0, signal),
    enabled: selectors.length > 0,
    staleTime: live ? renewMs : Infinity,
    gcTime: renewMs,
    // Only while the feed is lost: each window that is set begins the interval anew, so the follower says when to ask.
    refetchInterval: live && !paused ? renewMs : false,
    placeholderData: keepPreviousData,
    // The follower tells by identity whether the core has answered anew; and comparing thousands of points is no gain.
    structuralSharing: false,
  })

  const follower = useRef(startFollowing())
  useLiveEvents(
    'metrics',
    useCallback(
      ({ now }) => {
        heardCoreTime(now.atMs)
        const shown = queryClient.getQueryData<SeriesWindow>(queryKey)
        if (!live || paused || !shown) return
        const followed = follower.current
        if (shown !== followed.shown) follower.current = { ...startFollowing(), asked: shown, shown, drawnAtMs: shown.toMs }
        const visible = document.visibilityState === 'visible'
        const dueMs = visible ? Math.max(redrawMs, Math.min(shown.stepMs, usualRedrawMs)) : Infinity
        const moved = follow(follower.current, now, dueMs)
        if (moved === 'ask') void queryClient.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
        else if (moved) queryClient.setQueryData<SeriesWindow>(queryKey, moved)
      },
      [queryKey, live, paused, redrawMs],
    ),
  )
  // What happened while the feed was lost or the page stood still.
  const fed = useStore(liveState).kind === 'live'
  const wasOff = useRef(false)
  useEffect(() => {
    if (!fed || paused) wasOff.current = true
    else if (wasOff.current) {
      wasOff.current = false
      if (live) void queryClient.invalidateQueries({ queryKey, exact: true })
    }
  }, [fed, paused, live, queryKey])
  return query
}

/** The same series one length of the range earlier, for comparison; their times are moved to this range's. */
export const useEarlierSeries = (selectors: readonly Selector[], window: TimeWindow, wanted: boolean) => {
  const agoMs = lengthOf(window)
  return useQuery({
    queryKey: ['metrics', 'earlier', selectors.map(seriesKey), window],
    queryFn: async ({ signal }) => {
      const { series } = await read(selectors, window, agoMs, signal)
      return series.map((one) => ({ ...one, points: one.points.map((point) => ({ ...point, atMs: point.atMs + agoMs })) }))
    },
    enabled: wanted && selectors.length > 0,
    staleTime: renewMs,
    refetchInterval: window.kind === 'live' ? renewMs : false,
  })
}
