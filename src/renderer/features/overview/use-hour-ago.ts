/** What the machine did an hour ago. */
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { coreNowMs } from '../metrics/core-clock.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

/** Means over the minute an hour ago, by the names of series without labels; empty where nothing was measured then. */
export const useHourAgo = (names: readonly string[]): ReadonlyMap<string, number> | undefined =>
  useQuery({
    queryKey: ['metrics', 'hour ago', names],
    queryFn: async ({ signal }) => {
      const toMs = coreNowMs() - hourMs
      const selectors = names.map((name) => ({ name, labels: {} }))
      const { series } = await client.monitoring.query({ selectors, fromMs: toMs - minuteMs, toMs, maxPoints: 10 }, { signal })
      return new Map(
        series.flatMap(({ name, points }): [string, number][] => {
          const means = points.flatMap(({ mean }) => (mean === null ? [] : mean))
          return means.length === 0 ? [] : [[name, means.reduce((sum, mean) => sum + mean, 0) / means.length]]
        }),
      )
    },
    staleTime: minuteMs,
    refetchInterval: minuteMs,
  }).data
