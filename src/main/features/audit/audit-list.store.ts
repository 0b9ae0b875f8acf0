/** One page of the log, newest first, in slices of time. */
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { wantedOf } from './audit-filter.store.ts'
import { entryOf } from '../../database/log-entry.ts'
import { searchLog } from './search-log.store.ts'
import { showableTime } from '../../database/showable-figures.ts'
import { createBudget } from './slice-budget.ts'

export interface ListInput {
  filter: AuditFilter
  before: number | null
  limit: number
  budgetMs: number
}
export interface ListSlice {
  entries: AuditEntry[]
  nextBefore: number | null
  searchedBackToMs: number | null
}

/** When the entry was made that stands at a sequence, or first after it. */
export const momentOf = (db: Readable, sequence: number): number | null => {
  const row = db.get<{ at_ms: number }>('SELECT at_ms FROM log_entry WHERE sequence >= @sequence ORDER BY sequence LIMIT 1', { sequence })
  return row ? showableTime(row.at_ms) : null
}

export const listEntries = (db: Readable, { filter, before, limit, budgetMs }: ListInput, index: LogIndex): ListSlice => {
  const wanted = wantedOf(db, filter)
  if (wanted === null) return { entries: [], nextBefore: null, searchedBackToMs: null }
  const { rows, lookedBackTo } = searchLog(db, index, wanted, { before, limit, budget: createBudget(budgetMs) })
  return {
    entries: rows.map(entryOf),
    nextBefore: lookedBackTo,
    searchedBackToMs: lookedBackTo === null ? null : momentOf(db, lookedBackTo),
  }
}
