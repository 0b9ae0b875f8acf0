/** A filter of the log in words, for entries that tell what was exported. Pure. */
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { utc } from './head-break.ts'

const named = 5

const anyOf = (what: string, values: readonly string[]): string[] => {
  if (values.length === 0) return []
  const more = values.length - named
  const told = values.slice(0, named)
  return [`${what} ${told.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`]
}

export const filterWords = (filter: AuditFilter): string => {
  const period = [
    ...(filter.fromMs === null ? [] : [`from ${utc(filter.fromMs)}`]),
    ...(filter.toMs === null ? [] : [`before ${utc(filter.toMs)}`]),
  ]
  const fields = [
    ...anyOf('severity', filter.severities),
    ...anyOf('outcome', filter.outcomes),
    ...anyOf('action', filter.actions),
    ...anyOf('actor', filter.actors),
    ...anyOf('source', filter.sources),
    ...anyOf('class', filter.classes),
    ...(filter.requestId === null ? [] : [`request ${filter.requestId}`]),
    ...(filter.text === null || filter.text.trim() === '' ? [] : [`text “${filter.text.trim()}”`]),
  ]
  if (period.length + fields.length === 0) return 'all entries'
  return ['entries', ...period, ...(fields.length === 0 ? [] : [`with ${fields.join(', ')}`])].join(' ')
}

export const filtersNothing = (filter: AuditFilter): boolean => filterWords(filter) === 'all entries'
