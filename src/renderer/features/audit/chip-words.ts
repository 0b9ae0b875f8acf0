/** What a chip says of its filter. */
import { actorKey, type Actor } from '../../../shared/contract/audit-filter.ts'
import { formatClock, formatClockMinutes, formatDay } from '../../ui/format.ts'
import { severityNames } from '../../ui/severity.tsx'
import { fieldNames, usedFields, type FilterField } from './audit-filter.ts'
import type { AuditSearch, TimePreset } from './audit-search.ts'
import { outcomeNames } from './outcome-names.ts'

export const presetWords: Record<TimePreset, string> = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
}

/** `high, critical`; beyond three the rest is counted. */
export const joinWords = (words: readonly string[]): string =>
  words.length <= 3 ? words.join(', ') : `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`

/** Seconds only where they count. */
const clockOf = (atMs: number, zone?: string) => (atMs % 60_000 === 0 ? formatClockMinutes(atMs, zone) : formatClock(atMs, zone))
const withDay = (atMs: number, zone?: string) => `${formatDay(atMs, zone).split(' ').slice(1, 3).join(' ')}, ${clockOf(atMs, zone)}`
const withDayUnlessToday = (atMs: number, nowMs: number, zone?: string) =>
  formatDay(atMs, zone) === formatDay(nowMs, zone) ? clockOf(atMs, zone) : withDay(atMs, zone)

/** `zone` is for tests. */
export const timeWords = ({ time, from, to }: AuditSearch, nowMs: number, zone?: string): string => {
  if (time) return presetWords[time]
  if (from !== undefined && to !== undefined) {
    if (formatDay(from, zone) === formatDay(to, zone)) return `${withDayUnlessToday(from, nowMs, zone)} to ${clockOf(to, zone)}`
    return `${withDay(from, zone)} to ${withDay(to, zone)}`
  }
  if (from !== undefined) return `since ${withDayUnlessToday(from, nowMs, zone)}`
  if (to !== undefined) return `until ${withDayUnlessToday(to, nowMs, zone)}`
  return 'any'
}

/** A key of the address as its name; one that no longer occurs is shown as it stands. */
const actorName = (key: string, actors: readonly Actor[]): string =>
  actors.find((actor) => actorKey(actor) === key)?.name ?? key.slice(key.indexOf(':') + 1)

export const chipWords = (field: FilterField, search: AuditSearch, actors: readonly Actor[], nowMs: number): string => {
  const lists = {
    actor: () => (search.actor ?? []).map((key) => actorName(key, actors)),
    action: () => search.action ?? [],
    severity: () => (search.severity ?? []).map((severity) => severityNames[severity].toLowerCase()),
    source: () => search.source ?? [],
    class: () => search.class ?? [],
    outcome: () => (search.outcome ?? []).map((outcome) => outcomeNames[outcome].toLowerCase()),
  }
  if (field === 'time') return timeWords(search, nowMs)
  if (field === 'request') return search.request ? `${search.request.slice(0, 8)}…` : 'any'
  return joinWords(lists[field]()) || 'any'
}

/** All filters of an address in one line: `“print api” · Time last hour · Severity high`. */
export const searchWords = (search: AuditSearch, actors: readonly Actor[], nowMs: number): string =>
  [
    ...(search.q === undefined ? [] : [`“${search.q}”`]),
    ...usedFields(search).map((field) => `${fieldNames[field]} ${chipWords(field, search, actors, nowMs)}`),
  ].join(' · ')
