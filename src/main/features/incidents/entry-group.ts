/** Which entries belong to an incident, and to which: by what happened, and by who or where it came from. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { networkOf } from './network-of.ts'

export interface Group {
  /** What happened: a threat class, sign-in attempts, or an action. */
  what: string
  /** `what`, and of whom or from where: entries of one key are one incident. */
  key: string
  /**
   * `opens`: one such entry is an incident. `gathers`: only several are, since each alone is everyday, as a mistyped
   * password is; see `gatheredEvents`.
   */
  weight: 'opens' | 'gathers'
  /** An address or a network. */
  source: string
}

export const signIns = 'sign-in'
/** Of low severity, and yet a pattern when they repeat. */
export const gatheredActions = ['sign-in.refused', 'access-token.refused', 'key.reveal-failed'] as const

/**
 * What this feature itself enters: taken for events, incidents would feed on themselves. And what alerts and reminders enter:
 * they reach people by a way of their own, and a busy processor or a key that ends as planned is no threat.
 */
export const ownSubjects = ['incident.', 'threat-level.', 'alert.', 'key.expire'] as const

/**
 * Of high severity because they must be seen in the log, but done by a person who proved who they are with a fresh code.
 * Each would be an incident that its maker closes again.
 */
const deliberate = new Set([
  'keys.exported',
  'master-key.moved',
  'master-key.rotated',
  'data-key.rotated',
  'recovery-key.created',
  'backup.created',
])

const medium = severities.indexOf('medium')
const high = severities.indexOf('high')

/** What a service on the open network meets all day: one refused attempt is noise, and the guard did its work. */
const isEveryday = ({ actor, outcome, severity }: AuditEntry): boolean =>
  outcome === 'refused' && (actor.kind === 'guard' || actor.kind === 'consumer') && severity !== 'critical'

const weightOf = (entry: AuditEntry): Group['weight'] | null => {
  const { severity, outcome, threatClass, action } = entry
  if (ownSubjects.some((subject) => action.startsWith(subject))) return null
  if (outcome === 'done' && deliberate.has(action)) return null
  const rank = severities.indexOf(severity)
  if (rank >= medium && isEveryday(entry)) return 'gathers'
  if (rank >= high) return 'opens'
  if (rank >= medium && (outcome !== 'done' || threatClass !== null)) return 'opens'
  return outcome !== 'done' && gatheredActions.some((known) => known === action) ? 'gathers' : null
}

const whatOf = ({ action, threatClass }: AuditEntry): string => {
  if (threatClass !== null) return `class ${threatClass}`
  return action.startsWith('sign-in.') ? signIns : `action ${action}`
}

/** Of sign-in attempts the name tells more than the address, which on this machine is always the same. */
const whoOf = ({ action, actor, source, target }: AuditEntry): string => {
  if (action.startsWith('sign-in.') && target) return `name ${target.id ?? target.name.normalize('NFKC').toLowerCase()}`
  const network = networkOf(source)
  return actor.kind === 'user' || actor.kind === 'consumer' ? `${actor.kind} ${actor.id ?? actor.name} ${network}` : network
}

/** Null for entries that are part of no incident. */
export const groupOf = (entry: AuditEntry): Group | null => {
  const weight = weightOf(entry)
  if (weight === null) return null
  const what = whatOf(entry)
  return { what, key: `${what} | ${whoOf(entry)}`, weight, source: networkOf(entry.source) }
}

/** Where there are too many of one kind side by side, the others are one incident together. */
export const manyKeyOf = (what: string): string => `${what} | many`
