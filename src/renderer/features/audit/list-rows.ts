/** The rows of the list: entries newest first, and a line with the day wherever the day changes. */
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { formatDay } from '../../ui/format.ts'

export type ListRow = { kind: 'entry'; entry: AuditEntry } | { kind: 'day'; day: string; before: number }

/** Today's entries (`today` as `formatDay` says it) begin without a line; `zone` is for tests. */
export const listRows = (entries: readonly AuditEntry[], today: string, zone?: string): ListRow[] => {
  const rows: ListRow[] = []
  let day = today
  for (const entry of entries) {
    const itsDay = formatDay(entry.atMs, zone)
    if (itsDay !== day) rows.push({ kind: 'day', day: itsDay, before: entry.sequence })
    day = itsDay
    rows.push({ kind: 'entry', entry })
  }
  return rows
}

/** null for the line with a day. */
export const sequenceOf = (row: ListRow): number | null => (row.kind === 'entry' ? row.entry.sequence : null)

/** The day that the row at `index` belongs to, or null where its own line has not been passed and it is today's. */
export const dayAt = (rows: readonly ListRow[], index: number): string | null => {
  for (let at = index; at >= 0; at -= 1) {
    const row = rows[at]
    if (row?.kind === 'day') return row.day
  }
  return null
}
