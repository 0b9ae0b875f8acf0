/** An entry of the log as it is read: its columns with their words, and what it says to a person. */
import { actorKinds, outcomes, severities } from '../../shared/contract/audit-filter.ts'
import type { AuditEntry } from '../../shared/contract/audit-filter.ts'
import { showableInteger, showableTime } from './showable-figures.ts'

export interface EntryRow {
  sequence: number
  at_ms: number
  severity: number
  outcome: number
  action: string | null
  actor_kind: string | null
  actor_reference: string | null
  actor_name: string | null
  source: string | null
  target_kind_id: number | null
  target_kind: string | null
  target_id: string | null
  target_name: string | null
  threat_class_id: number | null
  threat_class: string | null
  request_id: string | null
  count: number
  message: string
}

/** What only those need who show or send the whole entry: it may be long. */
export interface WholeRow extends EntryRow {
  detail: string
  hash: string
}

/** Of `EntryRow`, for a query over `entryTables`. */
export const entryColumns = `e.sequence, e.at_ms, e.severity, e.outcome, action.text AS action, actor.kind AS actor_kind,
  actor.reference AS actor_reference, actor.name AS actor_name, source.text AS source, e.target_kind AS target_kind_id,
  target_kind.text AS target_kind, e.target_id, e.target_name, e.threat_class AS threat_class_id, threat_class.text AS threat_class,
  iif(e.request_id IS NULL, NULL, lower(hex(e.request_id))) AS request_id, e.count, e.message`

/** Of `WholeRow`. */
export const wholeColumns = `${entryColumns}, e.detail, lower(hex(e.hash)) AS hash`

/** LEFT joins: an entry whose word was taken away must still be seen, and found broken. */
export const entryTables = `log_entry e
LEFT JOIN log_text action ON action.id = e.action
LEFT JOIN log_actor actor ON actor.id = e.actor
LEFT JOIN log_text source ON source.id = e.source
LEFT JOIN log_text target_kind ON target_kind.id = e.target_kind
LEFT JOIN log_text threat_class ON threat_class.id = e.threat_class`

/** Of 32 hexadecimal digits. */
export const uuidOf = (hex: string | null): string | null =>
  hex !== null ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` : null

/** A kind that there is not was put there by somebody else. */
export const actorKindOf = (text: string | null): AuditEntry['actor']['kind'] => actorKinds.find((kind) => kind === text) ?? 'system'

/** A word that was taken away. */
export const gone = '(word missing)'

/** What an entry says, for a person, whatever another program may have made of it. */
export const entryOf = (row: EntryRow): AuditEntry => ({
  sequence: row.sequence,
  atMs: showableTime(row.at_ms),
  severity: severities[row.severity] ?? 'critical',
  outcome: outcomes[row.outcome] ?? 'failed',
  action: row.action ?? gone,
  message: row.message,
  actor: {
    kind: actorKindOf(row.actor_kind),
    id: row.actor_reference || null,
    name: row.actor_name ?? gone,
  },
  source: row.source ?? gone,
  target: row.target_kind_id === null ? null : { kind: row.target_kind ?? gone, id: row.target_id, name: row.target_name ?? gone },
  threatClass: row.threat_class_id === null ? null : (row.threat_class ?? gone),
  requestId: uuidOf(row.request_id),
  count: showableInteger(row.count),
})
