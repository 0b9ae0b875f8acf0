/** From the address to what the core is asked for, whether a request passes it, and the steps between one address and the next. */
import type { RequestRecord, TrafficFilter } from '../../../shared/contract/traffic.ts'
import type { TimeWindow } from '../../ui/time-range.ts'
import { refusalCodes } from './refusal-words.ts'
import type { ShownKind, TrafficSearch } from './traffic-search.ts'

export const fieldNames = {
  route: 'Route',
  consumer: 'Consumer',
  source: 'Source',
  method: 'Method',
  status: 'Status',
  refusal: 'Refused for',
  least: 'Took',
} as const
export type FilterField = keyof typeof fieldNames
export const filterFields = Object.keys(fieldNames) as FilterField[]

/** What counts as slow where nobody said. */
const slowMs = 1_000
const failedClasses = [0, 5]

/** `nowMs` is when the range was chosen: its beginning then stands still, and new requests come in above. */
export const filterOf = (search: TrafficSearch, window: TimeWindow, nowMs: number): TrafficFilter => ({
  fromMs: window.kind === 'fixed' ? window.fromMs : nowMs - window.lengthMs,
  toMs: window.kind === 'fixed' ? window.toMs : null,
  routes: search.route ?? [],
  consumers: search.consumer ?? [],
  sources: search.source ?? [],
  methods: search.method ?? [],
  statusClasses: search.status ?? (search.show === 'failed' ? failedClasses : []),
  refusals: search.refusal ?? (search.show === 'refused' ? [...refusalCodes] : []),
  leastMs: search.least ?? (search.show === 'slow' ? slowMs : null),
})

const among = <Value>(wanted: readonly Value[], value: Value | null) => wanted.length === 0 || (value !== null && wanted.includes(value))

/** As the core filters, for what the live feed brings. */
export const passes = (filter: TrafficFilter, record: RequestRecord): boolean =>
  (filter.fromMs === null || record.atMs >= filter.fromMs) &&
  (filter.toMs === null || record.atMs < filter.toMs) &&
  among(filter.routes, record.route) &&
  among(filter.consumers, record.consumer) &&
  among(filter.sources, record.source) &&
  among(filter.methods, record.method) &&
  among(filter.statusClasses, Math.min(5, Math.floor(record.status / 100))) &&
  among(filter.refusals, record.refusal) &&
  (filter.leastMs === null || record.tookMs >= filter.leastMs)

export const withoutField = (search: TrafficSearch, field: FilterField): TrafficSearch => {
  const rest = { ...search }
  delete rest[field]
  return rest
}
export const withField = <Field extends FilterField>(search: TrafficSearch, field: Field, value: TrafficSearch[Field]): TrafficSearch => {
  const rest = withoutField(search, field)
  return value === undefined || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [field]: value }
}
export const withShown = ({ show: _, ...rest }: TrafficSearch, show: ShownKind | 'all'): TrafficSearch =>
  show === 'all' ? rest : { ...rest, show }

export const usedFields = (search: TrafficSearch): FilterField[] => filterFields.filter((field) => search[field] !== undefined)
export const isFiltered = (search: TrafficSearch): boolean => usedFields(search).length > 0 || search.show !== undefined

/** The range and the open request stay. */
export const withoutFilters = ({ range, from, to, request }: TrafficSearch): TrafficSearch => ({
  ...(range && { range }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(request !== undefined && { request }),
})
/** All that is alike in this, and nothing else in the way. */
export const onlyWith = <Field extends FilterField>(search: TrafficSearch, field: Field, value: TrafficSearch[Field]): TrafficSearch =>
  withField(withoutFilters(search), field, value)
