/** An entry as it leaves the log, with what a test says of it. */
import type { ExportedEntry } from '../features/audit/exported-entry.ts'

export const exportedEntry = (changes: Partial<ExportedEntry> = {}): ExportedEntry => ({
  sequence: 7,
  atMs: Date.UTC(2026, 10, 21, 8, 0, 0, 5),
  severity: 'high',
  outcome: 'refused',
  action: 'thing.changed',
  actorKind: 'user',
  actorId: 'u1',
  actorName: 'mara',
  source: '10.0.0.1',
  targetKind: null,
  targetId: null,
  targetName: null,
  threatClass: null,
  requestId: null,
  count: 1,
  message: 'A thing was changed',
  detail: '{}',
  previousHash: 'aa',
  hash: 'bb',
  ...changes,
})
