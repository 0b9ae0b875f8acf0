/** The rows of the list: entries newest first, and a line with the day wherever the day changes. */
import { formatDay } from '../../ui/format.ts'
import type { ListedEntry } from './entry-pages.ts'

export type ListRow = { kind: 'entry'; entry: ListedEntry } | { kind: 'day'; day: string; before: number }

/** Days begin at quarters of an hour in every time zone, so one answer serves all entries of a quarter. */
const quarterMs = 900_000
const daysByQuarter = () => {
  const known = new Map<number, string>()
  return (atMs: number, zone?: string): string => {
    const quarter = Math.floor(atMs / quarterMs)
    const day = known.get(quarter) ?? formatDay(atMs, zone)
    known.set(quarter, day)
    return day
  }
}

/** Today's entries (`today` as `formatDay` says it) begin without a line; `zone` is for tests. */
export const listRows = (entries: readonly ListedEntry[], today: string, zone?: string): ListRow[] => {
  const rows: ListRow[] = []
  const dayOf = daysByQuarter()
  let day = today
  for (const entry of entries) {
    const itsDay = dayOf(entry.atMs, zone)
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
