/** What the address of the metrics page says: the time range, what is searched for, and the open dialog. */
import { readTimeSearch, type TimeSearch } from '../../ui/time-range.ts'

export interface MetricsSearch extends TimeSearch {
  q?: string
  /** The dialog that records one is open. */
  profile?: true
}

export const readMetricsSearch = (search: Record<string, unknown>): MetricsSearch => {
  const q = search['q']
  return {
    ...readTimeSearch(search),
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, 200) }),
    ...((search['profile'] === true || search['profile'] === 'true') && { profile: true as const }),
  }
}
