/** How many entries belong to one: those of its request, and those of its actor today. */
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { actorKey, auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { wantedOf } from './audit-filter.store.ts'
import { searchLog } from './search-log.store.ts'
import { createBudget } from './slice-budget.ts'

export interface RelatedInput {
  entry: AuditEntry
  /** Today's beginning. */
  sinceMs: number
  budgetMs: number
}

/** More are not counted. */
const mostCounted = 1_000

/** Within its time: where the index is behind, those that it could not get to are missing. */
export const relatedCounts = (
  db: Readable,
  { entry, sinceMs, budgetMs }: RelatedInput,
  index: LogIndex,
): { sameRequest: number; sameActorToday: number } => {
  const count = (asked: Partial<AuditFilter>): number => {
    const wanted = wantedOf(db, { ...auditFilterSchema.parse({}), ...asked })
    const budget = createBudget(budgetMs)
    return wanted === null ? 0 : searchLog(db, index, wanted, { before: null, limit: mostCounted, budget }).rows.length
  }
  return {
    sameRequest: entry.requestId === null ? 0 : count({ requestId: entry.requestId }),
    sameActorToday: count({ actors: [actorKey(entry.actor)], fromMs: sinceMs }),
  }
}
