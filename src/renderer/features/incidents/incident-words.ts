/** Incidents and threat levels in words. */
import type { AuditEntry, Severity } from '../../../shared/contract/audit-filter.ts'
import type { Incident, ThreatLevel } from '../../../shared/contract/incidents.ts'
import { formatCount, formatCounted } from '../../ui/format.ts'
import type { ListedState } from './incidents-search.ts'

export const levelNames: Record<ThreatLevel['level'], string> = {
  normal: 'Normal',
  elevated: 'Elevated',
  high: 'High',
  critical: 'Critical',
}
/** Null: nothing that needs a sign. */
export const levelSeverities: Record<ThreatLevel['level'], Severity | null> = {
  normal: null,
  elevated: 'medium',
  high: 'high',
  critical: 'critical',
}

export const openSentence = (open: number): string =>
  open === 0 ? 'No open incidents' : formatCounted(open, 'open incident', 'open incidents')

export const countSentence = ({ entries, events }: Pick<Incident, 'entries' | 'events'>): string =>
  events === entries
    ? formatCounted(events, 'event', 'events')
    : `${formatCounted(events, 'event', 'events')} in ${formatCounted(entries, 'entry', 'entries')}`

/** How many of the newest entries the core keeps the places of. */
const newestKept = 20

/** Null where all of the newest entries are there. */
export const goneSentence = ({ entries }: Pick<Incident, 'entries'>, found: number): string | null => {
  const missing = Math.min(entries, newestKept) - found
  if (missing <= 0) return null
  if (found === 0) return 'Its entries are gone from the log: retention trimmed it, or it was rewritten. What was counted stays here.'
  return `${missing === 1 ? 'One of its newest entries is' : `${formatCount(missing)} of its newest entries are`} gone from the log: retention trimmed it, or it was rewritten.`
}

export const emptyWords: Record<ListedState, { title: string; text: string }> = {
  open: {
    title: 'No open incidents',
    text: 'Refusals, failures and threats that belong together would stand here as one: passwords that somebody guesses, calls that a role may not make, another program that writes to the log.',
  },
  closed: { title: 'No closed incidents', text: 'An incident that somebody has looked into and closed stays here, with its notes.' },
  all: {
    title: 'No incidents yet',
    text: 'Refusals, failures and threats that belong together will stand here as one, to be assigned, noted and closed.',
  },
}

/** The part of the log that holds its entries and those like them. */
export const logSearchOf = (incident: Incident, entries: readonly AuditEntry[]) => ({
  ...(incident.threatClass === null
    ? { action: [...new Set([incident.action, ...entries.map(({ action }) => action)])] }
    : { class: [incident.threatClass] }),
  ...(entries.length > 0 && entries.length === incident.entries ? { source: [...new Set(entries.map(({ source }) => source))] } : {}),
  from: incident.firstAtMs,
  to: incident.lastAtMs + 1,
})
