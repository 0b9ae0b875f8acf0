/** From the address to what the core is asked for, and the steps between one address and the next. */
import { actorKey, type Actor, type AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { AuditSearch, TimePreset } from './audit-search.ts'

export const fieldNames = {
  time: 'Time',
  actor: 'Actor',
  action: 'Action',
  severity: 'Severity',
  outcome: 'Outcome',
  request: 'Request',
} as const
export type FilterField = keyof typeof fieldNames
export const filterFields = Object.keys(fieldNames) as FilterField[]

const presetMs: Record<TimePreset, number> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 }

/** `nowMs` is when the preset was chosen: the range then stands still, and new entries come in above. */
export const filterOf = (search: AuditSearch, nowMs: number): AuditFilter => ({
  fromMs: search.time ? nowMs - presetMs[search.time] : (search.from ?? null),
  toMs: search.time ? null : (search.to ?? null),
  actors: search.actor ?? [],
  actions: search.action ?? [],
  severities: search.severity ?? [],
  outcomes: search.outcome ?? [],
  requestId: search.request ?? null,
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

export const usedFields = (search: AuditSearch): FilterField[] =>
  filterFields.filter((field) => keysOf[field].some((key) => search[key] !== undefined))

/** All entries of one request, and nothing else in the way. */
export const sameRequest = (search: AuditSearch, requestId: string): AuditSearch => ({ ...withoutFilters(search), request: requestId })

export const sameActor = (search: AuditSearch, actor: Actor, range: TimeRange = {}): AuditSearch => ({
  ...withoutFilters(search),
  actor: [actorKey(actor)],
  ...range,
})
