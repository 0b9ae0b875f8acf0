/** Those of some charts whose series are there: one that begins while a page is open is found soon. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Series } from '../../../shared/contract/monitoring.ts'
import { orpc } from '../../api/client.ts'
import type { PlannedChart } from './chart-plan.ts'
import { seriesKey } from './series-window.ts'

const lookAgainMs = 2_000

const knownOf = (plans: readonly PlannedChart[], series: readonly Series[] | undefined): PlannedChart[] => {
  const known = new Set(series?.map(seriesKey))
  return plans.filter(({ lines }) => lines.every(({ selector }) => known.has(seriesKey(selector))))
}

/** Give the same array at each call. */
export const useKnownPlans = (plans: readonly PlannedChart[]): PlannedChart[] => {
  const { data } = useQuery({
    ...orpc.monitoring.series.queryOptions(),
    refetchInterval: ({ state }) => (knownOf(plans, state.data).length === plans.length ? false : lookAgainMs),
  })
  return useMemo(() => knownOf(plans, data), [plans, data])
}
