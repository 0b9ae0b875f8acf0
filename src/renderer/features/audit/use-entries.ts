/** The list's entries: slice after slice by key, and what arrives live above them. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { orpc } from '../../api/client.ts'
import { liveState, useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'
import { useStore } from '../../api/store.ts'
import { createArrivals } from './arrivals.ts'
import { entriesOf, withArrived, type EntryPages } from './entry-pages.ts'
import { readNewer } from './read-newer.ts'

const listOptions = (filter: AuditFilter) =>
  orpc.audit.list.infiniteOptions({
    input: (before: number | null) => ({ ...filter, before, limit: 100 }),
    initialPageParam: null as number | null,
    getNextPageParam: (slice) => slice.nextBefore,
    // The log only grows, and the live feed says when: nothing that was read grows stale.
    staleTime: Infinity,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
type ListOptions = ReturnType<typeof listOptions>

const arrivalsOf = (filter: AuditFilter, { queryKey }: ListOptions) =>
  createArrivals({
    filter,
    listed: () => {
      const data = queryClient.getQueryData<EntryPages>(queryKey)
      return data ? entriesOf(data) : null
    },
    add: (entries) => queryClient.setQueryData<EntryPages>(queryKey, (known) => known && withArrived(known, entries)),
    restart: () => void queryClient.resetQueries({ queryKey, exact: true }),
    readNewer,
    after: (ms, run) => setTimeout(run, ms),
  })

export const useEntries = (filter: AuditFilter) => {
  const options = useMemo(() => listOptions(filter), [filter])
  const query = useInfiniteQuery(options)
  const { data } = query
  const entries = useMemo(() => (data ? entriesOf(data) : []), [data])

  const arrivals = useMemo(() => arrivalsOf(filter, options), [filter, options])
  const { held, tooMany, freshAbove } = useStore(arrivals.state)
  useEffect(() => {
    arrivals.start()
    return arrivals.stop
  }, [arrivals])
  useLiveEvents(
    'audit',
    useCallback(({ lastSequence }) => void arrivals.catchUp(lastSequence), [arrivals]),
  )
  // What was written while another page was shown, or while the feed was lost.
  const live = useStore(liveState).kind === 'live'
  const loaded = data !== undefined
  useEffect(() => {
    if (live && loaded) void arrivals.catchUp(null)
  }, [live, loaded, arrivals])
  const paused = useLivePaused()
  useEffect(() => arrivals.setPlace({ paused }), [paused, arrivals])

  const last = data?.pages.at(-1)
  return {
    query,
    entries,
    /** How far back an unfinished search has come. */
    searchedBackToMs: last && last.nextBefore !== null ? last.searchedBackToMs : null,
    /** Entries that wait above: how many, or `many`. */
    waiting: tooMany ? ('many' as const) : held.length,
    freshAbove,
    release: arrivals.release,
    setAtTop: useCallback((atTop: boolean) => arrivals.setPlace({ atTop }), [arrivals]),
    stopSearch: useCallback(() => void queryClient.cancelQueries({ queryKey: options.queryKey, exact: true }), [options]),
  }
}
export type Entries = ReturnType<typeof useEntries>
