/** Adds up what a part counts: entries by minute and severity, and how often each value occurs in an hour. Pure. */
import { dimensions, mostValuesAnHour } from './index-schema.ts'

export interface CountedEntry {
  sequence: number
  atMs: number
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  threatClass: number | null
  count: number
}

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

/** Rows in two steps, outer key and inner key; the outer one seldom changes from one entry to the next. */
const createRows = <Row>() => {
  const all = new Map<number, Map<number, Row>>()
  let outer = Number.NaN
  let inner = new Map<number, Row>()
  return {
    of: (key: number): Map<number, Row> => {
      if (key === outer) return inner
      outer = key
      const known = all.get(key)
      if (known) return (inner = known)
      all.set(key, (inner = new Map()))
      return inner
    },
    rows: (): Row[] => [...all.values()].flatMap((rows) => [...rows.values()]),
  }
}

const createMinutes = () => {
  const minutes = createRows<MinuteRow>()
  return {
    count: ({ sequence, atMs, severity, count }: CountedEntry): void => {
      const minute = floorTo(atMs, minuteMs)
      const rows = minutes.of(minute)
      const row = rows.get(severity)
      if (!row) rows.set(severity, { minute, severity, entries: 1, events: count, first_sequence: sequence, last_sequence: sequence })
      else {
        row.entries += 1
        row.events += count
        row.last_sequence = sequence
      }
    },
    rows: () => minutes.rows(),
  }
}

const createTallies = (dimension: number, known: KnownValues) => {
  const hours = createRows<TallyRow>()
  return {
    count: (hour: number, given: number, { count, outcome }: CountedEntry): void => {
      const rows = hours.of(hour)
      let row = rows.get(given)
      if (!row) {
        const values = known.of(dimension, hour)
        if (!values.has(given) && values.size < mostValuesAnHour) values.add(given)
        const value = values.has(given) ? given : 0
        row = rows.get(value)
        if (!row) rows.set(value, (row = { dimension, hour, value, entries: 0, events: 0, refused: 0, failed: 0 }))
      }
      row.entries += 1
      row.events += count
      if (outcome === outcomeRefused) row.refused += count
      else if (outcome === outcomeFailed) row.failed += count
    },
    rows: () => hours.rows(),
  }
}

/** What entries in the order of the log add to a part; `known` holds what was told apart before, and learns what is now. */
export const countEntries = (entries: readonly CountedEntry[], known: KnownValues): PartCounts => {
  const minutes = createMinutes()
  const actions = createTallies(dimensions.action, known)
  const actors = createTallies(dimensions.actor, known)
  const sources = createTallies(dimensions.source, known)
  const classes = createTallies(dimensions.threatClass, known)
  for (const entry of entries) {
    const hour = floorTo(entry.atMs, hourMs)
    minutes.count(entry)
    actions.count(hour, entry.action, entry)
    actors.count(hour, entry.actor, entry)
    sources.count(hour, entry.source, entry)
    if (entry.threatClass !== null) classes.count(hour, entry.threatClass, entry)
  }
  return { minutes: minutes.rows(), tallies: [actions, actors, sources, classes].flatMap((tallies) => tallies.rows()) }
}
