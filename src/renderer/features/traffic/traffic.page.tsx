/** Traffic: what goes through the guard, live and past, and the open request beside the list. The address says what is shown. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { TrafficFilter } from '../../../shared/contract/traffic.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Bar } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { useTimeRange } from '../metrics/use-time-range.ts'
import { TrafficFilterChips } from './filter-chips.tsx'
import { ListFoot } from './list-foot.tsx'
import { MoreRequests } from './more-requests.tsx'
import { NoTraffic } from './no-traffic.tsx'
import { RateBadge } from './rate-badge.tsx'
import { RequestListSkeleton } from './request-list-skeleton.tsx'
import { RequestList } from './request-list.tsx'
import { RequestPanel } from './request-panel.tsx'
import { RequestSearch } from './request-search.tsx'
import { TotalsPanel } from './totals.panel.tsx'
import { TrafficChart } from './traffic-chart.tsx'
import { isFiltered, onlyWith, withoutFilters, withShown } from './traffic-filter.ts'
import { useTrafficNames } from './traffic-names.ts'
import { withoutRequest, withRequest, type TrafficSearch } from './traffic-search.ts'
import { useRequests } from './use-requests.ts'
import { useTrafficFilter } from './use-traffic-window.ts'

export const TrafficPage = () =>
  useMay('guard:read') ? (
    <Traffic />
  ) : (
    <NoPermissionState
      title="The traffic is not open to you"
      text="Your role may not look at what goes through the guard. An administrator can change that."
    />
  )

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'refused', label: 'Refused' },
  { value: 'slow', label: 'Slow' },
  { value: 'failed', label: 'Failed' },
] as const

const Traffic = () => {
  const search = useSearch({ from: '/traffic' })
  const { window } = useTimeRange()
  const filter = useTrafficFilter(search, window)
  // Whatever came in for another filter is none of this one's.
  return <FilteredTraffic key={JSON.stringify(filter)} search={search} filter={filter} />
}

const FilteredTraffic = ({ search, filter }: { search: TrafficSearch; filter: TrafficFilter }) => {
  const navigate = useNavigate({ from: '/traffic' })
  const { window, zoom, zoomOut } = useTimeRange()
  const mayMeasure = useMay('metrics:read')
  const names = useTrafficNames()
  const openId = search.request ?? null
  const [atTop, setAtTop] = useState(true)
  const list = useRequests(filter, openId !== null || !atTop)
  const { query, requests } = list
  const go = (next: TrafficSearch) => void navigate({ search: next })
  const open = (id: string, walking: boolean) => void navigate({ search: (known) => withRequest(known, id), replace: walking })

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const readOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && list.searchedBackToMs === null
  const onNearEnd = useCallback(() => {
    if (readOn) void fetchNextPage()
  }, [readOn, fetchNextPage])

  const at = requests.findIndex(({ id }) => id === openId)
  const step = (to: number) => {
    const request = at === -1 ? undefined : requests[to]
    return request ? () => open(request.id, true) : null
  }
  const content = () => {
    if (query.isPending && requests.length === 0) return <RequestListSkeleton />
    if (query.error && !query.data)
      return (
        <ErrorState title="The requests could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (requests.length === 0 && !query.hasNextPage)
      return isFiltered(search) ? (
        <EmptyState
          icon={<SearchX aria-hidden />}
          title="No request in this time is like that"
          text="Take a filter off, or choose a longer time above."
          action={<Button onClick={() => go(withoutFilters(search))}>Clear all filters</Button>}
        />
      ) : (
        <NoTraffic />
      )
    return (
      <RequestList
        requests={requests}
        names={names}
        openId={openId}
        onOpen={open}
        onNearEnd={onNearEnd}
        onTop={setAtTop}
        foot={<ListFoot list={list} />}
      />
    )
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Bar>
        <RequestSearch
          onFind={(wanted) => (wanted.kind === 'request' ? open(wanted.id, false) : go(onlyWith(search, 'source', [wanted.source])))}
        />
        <Segments label="Which requests" value={search.show ?? 'all'} options={kinds} onChange={(next) => go(withShown(search, next))} />
        <TrafficFilterChips search={search} window={window} names={names} onChange={go} />
        <span className="flex-1" />
        <RateBadge seconds={list.seconds} />
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <TotalsPanel window={window} />
          {mayMeasure && <TrafficChart window={window} onZoom={zoom} onZoomOut={zoomOut} />}
          <MoreRequests list={list} filtered={isFiltered(search)} />
          {content()}
        </div>
        {openId !== null && (
          <RequestPanel
            key={openId}
            id={openId}
            listed={requests[at] ?? null}
            names={names}
            search={search}
            onNewer={step(at - 1)}
            onOlder={step(at + 1)}
            onClose={() => void navigate({ search: withoutRequest })}
          />
        )}
      </div>
    </div>
  )
}
