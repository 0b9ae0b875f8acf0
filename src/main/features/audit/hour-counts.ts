/** Adds up entries by hour and severity, over slices, and compares with the stored counters. Pure. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import { showableTime } from '../../database/showable-figures.ts'
import type { HourRow } from './audit.store.ts'
import { utc } from './head-break.ts'
import type { Break } from './head-break.ts'

/** By hour and severity. */
export type HourCounts = Map<string, HourRow>

const keyOf = (hour: number, severity: number): string => `${hour} ${severity}`

/** Entries come in the order of the log. */
export const countHour = (
  hours: HourCounts,
  hour: number,
  { sequence, severity, count }: { sequence: number; severity: number; count: number },
) => {
  const key = keyOf(hour, severity)
  const known = hours.get(key)
  if (known) {
    known.entries += 1
    known.events += count
    known.last_sequence = sequence
  } else hours.set(key, { hour, severity, entries: 1, events: count, first_sequence: sequence, last_sequence: sequence })
}

/** Rows come in the order of their sequences. */
export const addHours = (hours: HourCounts, rows: readonly HourRow[]): void => {
  for (const row of rows) {
    const key = keyOf(row.hour, row.severity)
    const known = hours.get(key)
    if (known) {
      known.entries += row.entries
      known.events += row.events
      known.last_sequence = row.last_sequence
    } else hours.set(key, { ...row })
  }
}

/** Retention takes whole hours: what it dropped while entries were counted is forgotten. */
export const forgetHours = (hours: HourCounts, horizonSequence: number): void => {
  for (const [key, row] of hours) if (row.last_sequence <= horizonSequence) hours.delete(key)
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
    const count = rest.get(keyOf(row.hour, row.severity))
    rest.delete(keyOf(row.hour, row.severity))
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
