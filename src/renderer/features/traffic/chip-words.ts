/** What a chip says of its filter. */
import { formatFigure } from '../../ui/figures.ts'
import { refusalWords } from './refusal-words.ts'
import type { FilterField } from './traffic-filter.ts'
import type { TrafficNames } from './traffic-names.ts'
import type { TrafficSearch } from './traffic-search.ts'

export const statusWords = (statusClass: number): string => (statusClass === 0 ? 'no answer' : `${statusClass}xx`)

/** `GET, POST`; beyond three the rest is counted. */
const joinWords = (words: readonly string[]): string =>
  words.length <= 3 ? words.join(', ') : `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`

export const chipWords = (field: FilterField, search: TrafficSearch, names: TrafficNames): string => {
  if (field === 'least') return search.least === undefined ? 'any' : `at least ${formatFigure(search.least, { unit: 'ms' })}`
  const words = {
    route: () => search.route?.map(names.route),
    consumer: () => search.consumer?.map(names.consumer),
    source: () => search.source,
    method: () => search.method,
    status: () => search.status?.map(statusWords),
    refusal: () => search.refusal?.map((code) => refusalWords(code).short.toLowerCase()),
  }
  return joinWords(words[field]() ?? []) || 'any'
}
