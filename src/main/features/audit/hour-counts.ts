/** Adds up entries by hour and severity, over slices. Pure. */
import type { HourRow } from './audit.store.ts'

export const countHour = (hours: Map<string, HourRow>, row: HourRow): void => {
  const key = `${row.hour} ${row.severity}`
  const known = hours.get(key)
  if (!known) {
    hours.set(key, { ...row })
    return
  }
  known.entries += row.entries
  known.events += row.events
  known.last_sequence = row.last_sequence
}
