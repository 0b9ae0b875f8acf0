/** The list's entries: slice after slice by key, what arrives live above them, and what rests far from what is seen. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { client, orpc } from '../../api/client.ts'
import { liveState, useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'
import { useStore } from '../../api/store.ts'
import { createArrivals } from './arrivals.ts'
import { entriesOf, newestOf, restingSpans, withArrived, withAwake, withFarResting, type EntryPages, type Span } from './entry-pages.ts'
import { readNewer, readSpan } from './read-entries.ts'

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
    // Entries are compared by nobody: a slice is as it was read.
    structuralSharing: false,
  })
type ListOptions = ReturnType<typeof listOptions>

const pagesOf = ({ queryKey }: ListOptions) => queryClient.getQueryData<EntryPages>(queryKey)
const setPages = ({ queryKey }: ListOptions, change: (known: EntryPages) => EntryPages) =>
  queryClient.setQueryData<EntryPages>(queryKey, (known) => known && change(known))

const arrivalsOf = (filter: AuditFilter, options: ListOptions) =>
  createArrivals({
    filter,
    newestListed: () => {
      const pages = pagesOf(options)
      return pages ? newestOf(pages) : null
    },
    add: (entries) => setPages(options, (known) => withArrived(known, entries)),
    renew: (entries) => {
      const oldest = entries.at(-1)
      if (oldest)
        setPages(options, () => ({
          pages: [{ entries: [...entries], nextBefore: oldest.sequence, searchedBackToMs: oldest.atMs }],
          pageParams: [null],
        }))
    },
    restart: () => {
      // The old rows stand until the new ones are there.
      const begin = client.audit.list({ ...filter, before: null, limit: 100 })
      begin
        .then((slice) => setPages(options, () => ({ pages: [slice], pageParams: [null] })))
        .catch(() => queryClient.resetQueries({ queryKey: options.queryKey, exact: true }))
    },
    readNewer,
    after: (ms, run) => setTimeout(run, ms),
  })

const againAfterMs = 2_000

/** Answers what to do when other rows are seen. */
const useResting = (filter: AuditFilter, options: ListOptions) => {
  const asked = useRef(new Set<string>())
  const stop = useRef(new AbortController())
  useEffect(() => {
    const own = new AbortController()
    stop.current = own
    asked.current.clear()
    return () => own.abort()
  }, [filter])
  return useCallback(
    (seen: Span) => {
      const pages = pagesOf(options)
      if (!pages) return
      const { signal } = stop.current
      for (const span of restingSpans(pages, seen)) {
        const key = `${span.newest} ${span.oldest}`
        if (asked.current.has(key)) continue
        asked.current.add(key)
        readSpan(filter, span, signal)
          .then((read) => signal.aborted || setPages(options, (known) => withAwake(known, read)))
          .catch(() => {
            // Nobody answers: the state strip says so, and the rows are asked for again while they are seen.
          })
          .finally(() => setTimeout(() => asked.current.delete(key), againAfterMs))
      }
      const near = withFarResting(pages, seen)
      if (near !== pages) setPages(options, () => near)
    },
    [filter, options],
  )
}

export const useEntries = (filter: AuditFilter) => {
  const options = useMemo(() => listOptions(filter), [filter])
  const query = useInfiniteQuery(options)
  const data: EntryPages | undefined = query.data
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
    setSeen: useResting(filter, options),
    stopSearch: useCallback(() => void queryClient.cancelQueries({ queryKey: options.queryKey, exact: true }), [options]),
  }
}
export type Entries = ReturnType<typeof useEntries>
