/** Entries of the log that explain a chart, in a word each. */
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Annotation } from '../../../shared/contract/monitoring.ts'

/** Told whatever their severity; and everything from medium on. */
const explaining = [
  'console.started',
  'console.stopped',
  'setting.changed',
  'profile.recorded',
  'clock.stepped-back',
  'alert.fired',
  'alert.resolved',
]

const nothing: AuditFilter = auditFilterSchema.parse({})

export const annotationFilters = (fromMs: number, toMs: number): AuditFilter[] => [
  { ...nothing, fromMs, toMs, actions: explaining },
  { ...nothing, fromMs, toMs, severities: ['medium', 'high', 'critical'] },
]

const wordOf = (action: string): string => action.replaceAll('.', ' ').replaceAll('-', ' ')

/** Each entry once, oldest first. */
export const annotationsOf = (entries: readonly AuditEntry[]): Annotation[] => {
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]))
  return [...bySequence.values()]
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ atMs, action, message, sequence, severity }) => ({ atMs, word: wordOf(action), sentence: message, sequence, severity }))
}
