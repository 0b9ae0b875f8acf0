/** The histogram of a filter: slice after slice, and anew while the log grows, seldom enough to leave the core alone. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { joinSlices, type JoinedHistogram } from './histogram-slices.ts'

const mostBars = 120

interface SliceStart {
  before: number | null
  toMs: number | null
}

const newest: SliceStart = { before: null, toMs: null }

const histogramOptions = (filter: AuditFilter) =>
  orpc.audit.histogram.infiniteOptions({
    input: ({ before, toMs }: SliceStart) => ({ filter, bars: mostBars, before, toMs }),
    initialPageParam: newest,
    getNextPageParam: (slice, slices): SliceStart | null =>
      slice.nextBefore === null ? null : { before: slice.nextBefore, toMs: slices[0]?.toMs ?? slice.toMs },
    staleTime: Infinity,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    structuralSharing: false,
  })

/** What took long is done seldom. */
const leastPauseMs = 2_000
const pausePerWork = 20

export const useHistogram = (filter: AuditFilter) => {
  const options = useMemo(() => histogramOptions(filter), [filter])
  const query = useInfiniteQuery(options)
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = query
  const joined = useMemo(() => joinSlices(data?.pages ?? []), [data])

  const begunAtMs = useRef(0)
  const tookMs = useRef(0)
  useEffect(() => {
    if (isFetching && begunAtMs.current === 0) begunAtMs.current = performance.now()
    if (isFetching || hasNextPage || begunAtMs.current === 0) return
    tookMs.current = performance.now() - begunAtMs.current
    begunAtMs.current = 0
  }, [isFetching, hasNextPage])
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage, data])

  // What is counted anew shows once it is whole; until then the picture of before stands.
  const [whole, setWhole] = useState<{ filter: AuditFilter; histogram: JoinedHistogram } | null>(null)
  if (joined && joined.countedBackToMs === null && whole?.histogram !== joined) setWhole({ filter, histogram: joined })
  const shown = whole?.filter === filter ? whole.histogram : (joined ?? whole?.histogram ?? null)

  const paused = useLivePaused()
  const open = filter.toMs === null
  const wanted = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const renew = useCallback(() => {
    wanted.current = true
    if (paused || !open || timer.current !== undefined) return
    timer.current = setTimeout(
      () => {
        timer.current = undefined
        wanted.current = false
        void refetch({ cancelRefetch: false })
      },
      Math.max(leastPauseMs, tookMs.current * pausePerWork),
    )
  }, [paused, open, refetch])
  useLiveEvents('audit', renew)
  useEffect(() => {
    if (!paused && wanted.current) renew()
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [paused, renew])

  return {
    query,
    histogram: shown,
    /** It is that of the filter before, until something of this one is counted. */
    stale: joined === null && whole !== null && whole.filter !== filter,
  }
}
export type LogHistogram = ReturnType<typeof useHistogram>
