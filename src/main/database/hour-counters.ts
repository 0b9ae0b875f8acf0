/** Counts entries by hour and severity while they are appended, so that each counter is written once. */
import type { Writable } from './database.ts'

interface Counter {
  hour: number
  severity: number
  entries: number
  events: number
  firstSequence: number
  lastSequence: number
}

export interface HourCounters {
  count(atMs: number, severity: number, events: number, sequence: number): void
  write(tx: Writable): void
}

const hourMs = 3_600_000

export const createHourCounters = (): HourCounters => {
  const counters = new Map<number, Counter[]>()
  return {
    count: (atMs, severity, events, sequence) => {
      const hour = Math.floor(atMs / hourMs) * hourMs
      let ofHour = counters.get(hour)
      if (!ofHour) counters.set(hour, (ofHour = []))
      const counter = ofHour[severity]
      if (!counter) {
        ofHour[severity] = { hour, severity, entries: 1, events, firstSequence: sequence, lastSequence: sequence }
        return
      }
      counter.entries += 1
      counter.events += events
      counter.lastSequence = sequence
    },
    write: (tx) => {
      for (const ofHour of counters.values()) {
        for (const counter of ofHour) {
          if (!counter) continue
          const { hour, severity, entries, events, firstSequence, lastSequence } = counter
          // Not an upsert: that would run the trigger against REPLACE.
          const { changes } = tx.run(
            'UPDATE log_hour SET entries = entries + @entries, events = events + @events, last_sequence = @lastSequence WHERE hour = @hour AND severity = @severity',
            { hour, severity, entries, events, lastSequence },
          )
          if (changes === 1) continue
          tx.run(
            'INSERT INTO log_hour (hour, severity, entries, events, first_sequence, last_sequence) VALUES (@hour, @severity, @entries, @events, @firstSequence, @lastSequence)',
            { hour, severity, entries, events, firstSequence, lastSequence },
          )
        }
      }
    },
  }
}
