/** Adds up values over parts of the index and entries outside it. Pure. */
import type { ValueTotal } from './part-totals.store.ts'

export type Ranking = Map<number, ValueTotal>

export const addTotal = (ranking: Ranking, { value, entries, events, refused, failed }: ValueTotal): void => {
  const known = ranking.get(value)
  if (!known) {
    ranking.set(value, { value, entries, events, refused, failed })
    return
  }
  known.entries += entries
  known.events += events
  known.refused += refused
  known.failed += failed
}

/** Most events first; of equals, most entries, then the older value. */
export const inOrder = <Total extends Omit<ValueTotal, 'failed'>>(totals: Iterable<Total>): Total[] =>
  [...totals].toSorted((a, b) => b.events - a.events || b.entries - a.entries || a.value - b.value)
