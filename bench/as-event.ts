// A generated entry as the door of the log takes it.
import type { AuditEvent, By } from '../src/main/database/database.ts'
import type { PreparedEntry } from '../src/main/database/prepare-entry.ts'

export const asEvent = (entry: PreparedEntry): [By, AuditEvent] => [
  {
    actor: { kind: entry.actorKind as By['actor']['kind'], id: entry.actorId, name: entry.actorName },
    source: entry.source,
    requestId: entry.requestId,
  },
  {
    action: entry.action,
    message: entry.message,
    severity: entry.severity as NonNullable<AuditEvent['severity']>,
    outcome: entry.outcome as NonNullable<AuditEvent['outcome']>,
    target: entry.targetKind === null ? null : { kind: entry.targetKind, id: entry.targetId, name: entry.targetName ?? '' },
    threatClass: entry.threatClass,
    count: entry.count,
    detail: JSON.parse(entry.detail) as Record<string, unknown>,
  },
]
