/** Adds up entries by hour and severity, over slices, and compares with the stored counters. Pure. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import { showableTime } from './showable-figures.ts'
import type { HourRow } from './audit.store.ts'
import { utc } from './head-break.ts'
import type { Break } from './head-break.ts'

export type HourCounts = Map<string, HourRow>

const keyOf = (row: HourRow): string => `${row.hour} ${row.severity}`

/** Rows come in the order of their sequences. */
export const countHour = (hours: HourCounts, row: HourRow): void => {
  const known = hours.get(keyOf(row))
  if (!known) {
    hours.set(keyOf(row), { ...row })
    return
  }
  known.entries += row.entries
  known.events += row.events
  known.last_sequence = row.last_sequence
}

const wrong = (row: HourRow, storedEntries: number, countedEntries: number, sequence: number): Break => {
  const counter = `the counter of the hour from ${utc(row.hour)} (${severities[row.severity] ?? row.severity})`
  const says =
    storedEntries === countedEntries ? 'is not what its entries add up to' : `says ${storedEntries} where there are ${countedEntries}`
  return { kind: 'counter-wrong', sequence, atMs: showableTime(row.hour), sentence: `The entries are intact, but ${counter} ${says}.` }
}

/** The first stored counter that is not what was counted, is counted but not stored, or stored without entries. */
export const counterBreak = (counted: HourCounts, stored: readonly HourRow[], firstSequence: number): Break | null => {
  const rest = new Map(counted)
  for (const row of stored) {
    const count = rest.get(keyOf(row))
    rest.delete(keyOf(row))
    const same =
      count &&
      count.entries === row.entries &&
      count.events === row.events &&
      count.first_sequence === row.first_sequence &&
      count.last_sequence === row.last_sequence
    if (!same) return wrong(row, row.entries, count?.entries ?? 0, count?.first_sequence ?? firstSequence)
  }
  for (const row of rest.values()) return wrong(row, 0, row.entries, row.first_sequence)
  return null
}
