/** From the address to what the core is asked for, and the steps between one address and the next. */
import { actorKey, type Actor, type AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { runsOf } from '../../../shared/search-words.ts'
import { longestSearch, type AuditSearch, type TimePreset } from './audit-search.ts'

export const fieldNames = {
  time: 'Time',
  actor: 'Actor',
  action: 'Action',
  severity: 'Severity',
  outcome: 'Outcome',
  source: 'Source',
  class: 'Threat class',
  request: 'Request',
} as const
export type FilterField = keyof typeof fieldNames
export const filterFields = Object.keys(fieldNames) as FilterField[]

const presetMs: Record<TimePreset, number> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 }

/** Whether there is a letter or a digit in it. */
export const isSearchable = (typed: string): boolean => runsOf(typed).length > 0

/** `nowMs` is when the preset was chosen: the range then stands still, and new entries come in above. */
export const filterOf = (search: AuditSearch, nowMs: number): AuditFilter => ({
  fromMs: search.time ? nowMs - presetMs[search.time] : (search.from ?? null),
  toMs: search.time ? null : (search.to ?? null),
  actors: search.actor ?? [],
  actions: search.action ?? [],
  severities: search.severity ?? [],
  outcomes: search.outcome ?? [],
  sources: search.source ?? [],
  classes: search.class ?? [],
  requestId: search.request ?? null,
  text: isSearchable(search.q ?? '') ? (search.q ?? null) : null,
})

const minuteMs = 60_000
/** To the minute, so that coming back soon finds what was read. */
export const filterFromNow = (search: AuditSearch): AuditFilter => filterOf(search, Math.floor(Date.now() / minuteMs) * minuteMs)

const keysOf: Record<FilterField, (keyof AuditSearch)[]> = {
  time: ['time', 'from', 'to'],
  actor: ['actor'],
  action: ['action'],
  severity: ['severity'],
  outcome: ['outcome'],
  source: ['source'],
  class: ['class'],
  request: ['request'],
}

const withoutKeys = (search: AuditSearch, keys: (keyof AuditSearch)[]): AuditSearch => {
  const rest = { ...search }
  for (const key of keys) delete rest[key]
  return rest
}

export const withoutField = (search: AuditSearch, field: FilterField): AuditSearch => withoutKeys(search, keysOf[field])

export const withEntry = (search: AuditSearch, entry: number): AuditSearch => ({ ...search, entry })
export const withoutEntry = (search: AuditSearch): AuditSearch => withoutKeys(search, ['entry'])

/** The open entry stays. */
export const withoutFilters = (search: AuditSearch): AuditSearch => (search.entry === undefined ? {} : { entry: search.entry })

export const withField = <Field extends Exclude<FilterField, 'time'>>(
  search: AuditSearch,
  field: Field,
  value: AuditSearch[Field],
): AuditSearch => {
  const rest = withoutField(search, field)
  return value === undefined || value.length === 0 ? rest : { ...rest, [field]: value }
}

export type TimeRange = Pick<AuditSearch, 'time' | 'from' | 'to'>
export const withTime = (search: AuditSearch, range: TimeRange): AuditSearch => ({ ...withoutField(search, 'time'), ...range })

/** A text that is searched for stands in the address, not in a chip. */
export const withText = (search: AuditSearch, text: string): AuditSearch => {
  const rest = withoutKeys(search, ['q'])
  return text.trim() === '' ? rest : { ...rest, q: text.trim().slice(0, longestSearch) }
}

export const usedFields = (search: AuditSearch): FilterField[] =>
  filterFields.filter((field) => keysOf[field].some((key) => search[key] !== undefined))

export const isFiltered = (search: AuditSearch): boolean => usedFields(search).length > 0 || isSearchable(search.q ?? '')

/** All entries of one request, and nothing else in the way. */
export const sameRequest = (search: AuditSearch, requestId: string): AuditSearch => ({ ...withoutFilters(search), request: requestId })

export const sameActor = (search: AuditSearch, actor: Actor, range: TimeRange = {}): AuditSearch => ({
  ...withoutFilters(search),
  actor: [actorKey(actor)],
  ...range,
})

export const sameSource = (search: AuditSearch, source: string): AuditSearch => ({ ...withoutFilters(search), source: [source] })

const aroundMs = 300_000
/** What else happened five minutes before and after, to the minute. */
export const aroundEntry = (search: AuditSearch, atMs: number): AuditSearch => ({
  ...withoutFilters(search),
  from: Math.max(0, Math.floor((atMs - aroundMs) / minuteMs) * minuteMs),
  to: Math.ceil((atMs + aroundMs) / minuteMs) * minuteMs,
})
