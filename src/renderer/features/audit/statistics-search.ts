/** The period of the statistics as the address says it: a day unless chosen. */
import { readTimeSearch, type TimeSearch } from '../../ui/time-range.ts'

export const readStatisticsSearch = (search: Record<string, unknown>): TimeSearch => ({ range: '24h', ...readTimeSearch(search) })
