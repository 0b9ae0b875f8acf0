/** Adds up what a part counts: entries by minute and severity, and how often each value occurs in an hour. Pure. */
import { dimensions, mostValuesAnHour } from './index-schema.ts'
import type { ReadEntry } from './read-entries.ts'

export interface MinuteRow {
  minute: number
  severity: number
  entries: number
  events: number
  first_sequence: number
  last_sequence: number
}

export interface TallyRow {
  dimension: number
  hour: number
  value: number
  entries: number
  events: number
  refused: number
  failed: number
}

export interface PartCounts {
  minutes: MinuteRow[]
  tallies: TallyRow[]
}

/** Values that are told apart in an hour, by dimension: the first that came, in the order of the log. */
export interface KnownValues {
  of(dimension: number, hour: number): Set<number>
}

const minuteMs = 60_000
const hourMs = 3_600_000
const floorTo = (value: number, step: number): number => Math.floor(value / step) * step
const outcomeRefused = 1
const outcomeFailed = 2

const countMinute = (minutes: Map<string, MinuteRow>, entry: ReadEntry): void => {
  const minute = floorTo(entry.atMs, minuteMs)
  const key = `${minute} ${entry.severity}`
  const row = minutes.get(key)
  if (row) {
    row.entries += 1
    row.events += entry.count
    row.last_sequence = entry.sequence
  } else {
    const { sequence, severity, count } = entry
    minutes.set(key, { minute, severity, entries: 1, events: count, first_sequence: sequence, last_sequence: sequence })
  }
}

/** What entries in the order of the log add to a part; `known` holds what was told apart before, and learns what is now. */
export const countEntries = (entries: readonly ReadEntry[], known: KnownValues): PartCounts => {
  const minutes = new Map<string, MinuteRow>()
  const tallies = new Map<string, TallyRow>()
  const tally = (dimension: number, hour: number, given: number, entry: ReadEntry): void => {
    const values = known.of(dimension, hour)
    if (!values.has(given) && values.size < mostValuesAnHour) values.add(given)
    const value = values.has(given) ? given : 0
    const key = `${dimension} ${hour} ${value}`
    let row = tallies.get(key)
    if (!row) {
      row = { dimension, hour, value, entries: 0, events: 0, refused: 0, failed: 0 }
      tallies.set(key, row)
    }
    row.entries += 1
    row.events += entry.count
    if (entry.outcome === outcomeRefused) row.refused += entry.count
    else if (entry.outcome === outcomeFailed) row.failed += entry.count
  }
  for (const entry of entries) {
    const hour = floorTo(entry.atMs, hourMs)
    countMinute(minutes, entry)
    tally(dimensions.action, hour, entry.action, entry)
    tally(dimensions.actor, hour, entry.actor, entry)
    tally(dimensions.source, hour, entry.source, entry)
    if (entry.threatClass !== null) tally(dimensions.threatClass, hour, entry.threatClass, entry)
  }
  return { minutes: [...minutes.values()], tallies: [...tallies.values()] }
}
