/** How the figures now compare with an hour ago, in words. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { compareWords, type Measure } from '../../ui/figures.ts'
import { valueNow } from '../metrics/value-now.ts'

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
