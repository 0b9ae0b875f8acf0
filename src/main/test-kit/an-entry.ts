/** An entry of the log as it is read, with what a test says of it. */
import type { AuditEntry } from '../../shared/contract/audit-filter.ts'

export const anEntry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  sequence: 1,
  atMs: Date.UTC(2026, 10, 21, 8),
  severity: 'info',
  outcome: 'done',
  action: 'thing.happened',
  message: 'A thing happened',
  actor: { kind: 'system', id: null, name: 'gatehouse' },
  source: 'console',
  target: null,
  threatClass: null,
  requestId: null,
  count: 1,
  ...changes,
})
