/** The page's time range as the list of requests needs it: the beginning of a live one stands still from when it was chosen. */
import { useMemo } from 'react'
import type { TrafficFilter } from '../../../shared/contract/traffic.ts'
import type { TimeWindow } from '../../ui/time-range.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { filterOf } from './traffic-filter.ts'
import type { TrafficSearch } from './traffic-search.ts'

const minuteMs = 60_000

/** The same object as long as the filter is the same, whatever else the address says. */
export const useTrafficFilter = (search: TrafficSearch, window: TimeWindow): TrafficFilter => {
  // To the minute, so that coming back soon finds what was read.
  const chosenAtMs = useMemo(() => (window.kind === 'live' ? Math.floor(coreNowMs() / minuteMs) * minuteMs : 0), [window])
  const shape = JSON.stringify(filterOf(search, window, chosenAtMs))
  return useMemo(() => JSON.parse(shape) as TrafficFilter, [shape])
}
