/** What the machine did an hour ago, to compare with in words. */
import { useQuery } from '@tanstack/react-query'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { client } from '../../api/client.ts'
import { compareWords, type Measure } from '../../ui/figures.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { valueNow } from '../metrics/use-metrics-now.ts'

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

const sumOf = (names: readonly string[], read: (name: string) => number | null | undefined): number | null => {
  const values = names.map(read)
  return values.some((value) => typeof value === 'number') ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0) : null
}

/** `8 % more than an hour ago`; null where there is nothing to compare. */
export const hourAgoWords = (
  names: readonly string[],
  now: MetricsNow,
  before: ReadonlyMap<string, number> | undefined,
  measure: Measure,
): string | null => {
  const current = sumOf(names, (name) => valueNow(now, name))
  const earlier = sumOf(names, (name) => before?.get(name))
  if (current === null || earlier === null) return null
  const words = compareWords(current, earlier, measure)
  return words && (words.startsWith('about as') || words.endsWith('as much') ? `${words} as an hour ago` : `${words} than an hour ago`)
}
