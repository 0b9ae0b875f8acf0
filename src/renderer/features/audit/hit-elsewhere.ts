/** Where a search hit an entry, where the line in the list does not show it. */
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Run } from '../../../shared/search-words.ts'
import { runsLeft } from './hits.ts'

export interface Elsewhere {
  field: string
  /** null: in the detail, which the list does not know. */
  text: string | null
}

const hidden = ({ actor, source, target, threatClass, requestId }: AuditEntry): { field: string; text: string | null }[] => [
  { field: 'by', text: actor.name },
  { field: 'from', text: source },
  { field: 'target', text: target && [target.name, target.kind, target.id].filter(Boolean).join(' ') },
  { field: 'threat', text: threatClass },
  { field: 'request', text: requestId },
]

/** null where every run is seen in the line itself; narrow windows do not show the actor there. */
export const hitElsewhere = (entry: AuditEntry, runs: readonly Run[], narrow = false): Elsewhere | null => {
  if (runs.length === 0) return null
  const left = runsLeft([entry.message, entry.action, ...(narrow ? [] : [entry.actor.name])], runs)
  if (left.length === 0) return null
  return hidden(entry).find(({ text }) => text && runsLeft([text], left).length < left.length) ?? { field: 'in its detail', text: null }
}
