/** How often each value occurs in a period: whole hours by the index's tallies, the hours it cuts and what is not indexed by the entries. */
import type { Readable } from '../../database/database.ts'
import type { Dimension } from '../../database/log-index/index-schema.ts'
import type { IndexPart, LogIndex } from '../../database/log-index/log-index.ts'
import { horizonSequence } from '../../database/log-ends.ts'
import { floorTo } from './histogram-bars.ts'
import { keptTotals, readTotals, totalsOf } from './part-totals.store.ts'
import type { PartTotals } from './part-totals.store.ts'
import { addTotal } from './ranked-values.ts'
import type { Ranking } from './ranked-values.ts'
import { narrowStretch, stretchesOf } from './search-stretches.store.ts'

export type Rankings = Record<Dimension, Ranking>

interface Period {
  fromMs: number
  /** Not included. */
  toMs: number
}

/** Of sequences, both included. */
interface Range {
  low: number
  high: number
}

const hourMs = 3_600_000
const readAtOnce = 20_000
/** While the index is far behind, what it has yet to count is not ranked. */
const mostUnindexed = 100_000
const refused = 1
const failed = 2

interface Row {
  sequence: number
  action: number
  actor: number
  source: number
  threat_class: number | null
  outcome: number
  count: number
}

const addRow = (rankings: Rankings, row: Row): void => {
  const told = {
    entries: 1,
    events: row.count,
    refused: row.outcome === refused ? row.count : 0,
    failed: row.outcome === failed ? row.count : 0,
  }
  addTotal(rankings.action, { value: row.action, ...told })
  addTotal(rankings.actor, { value: row.actor, ...told })
  addTotal(rankings.source, { value: row.source, ...told })
  if (row.threat_class !== null) addTotal(rankings.threatClass, { value: row.threat_class, ...told })
}

/** Looks at each entry of a range that is of the period. */
const addEntries = (db: Readable, rankings: Rankings, { low, high }: Range, { fromMs, toMs }: Period): void => {
  for (let first = low; first <= high; first += readAtOnce) {
    const rows = db.all<Row>(
      `SELECT sequence, action, actor, source, threat_class, outcome, count FROM log_entry
       WHERE sequence >= @first AND sequence <= @last AND at_ms >= @fromMs AND at_ms < @toMs`,
      { first, last: Math.min(high, first + readAtOnce - 1), fromMs, toMs },
    )
    for (const row of rows) addRow(rankings, row)
  }
}

/** Of a part that retention has dropped the beginning of, the hours that are left; null where it is whole. */
const hoursLeft = (db: Readable, part: IndexPart, { fromMs, toMs }: Period): number[] | null => {
  const horizon = horizonSequence(db)
  if (part.firstSequence > horizon) return null
  return db
    .all<{ hour: number }>('SELECT DISTINCT hour FROM log_hour WHERE hour >= @fromMs AND hour < @toMs AND last_sequence > @horizon', {
      fromMs,
      toMs,
      horizon,
    })
    .map(({ hour }) => hour)
}

const partTotals = (db: Readable, index: LogIndex, part: IndexPart, hours: Period): PartTotals => {
  const left = hoursLeft(db, part, hours)
  if (left !== null) return readTotals(part, { ...hours, hours: left })
  const ends = part.db.get<{ first: number | null; last: number | null }>(
    'SELECT (SELECT min(minute) FROM minute) AS first, (SELECT max(minute) FROM minute) AS last',
  )
  const isWhole = part.sealed && (ends?.first ?? -Infinity) >= hours.fromMs && (ends?.last ?? Infinity) < hours.toMs
  return isWhole ? (keptTotals(index, part) ?? totalsOf(index, part)) : readTotals(part, { ...hours, hours: null })
}

/** Adds up the parts; answers what none of them has counted, newest first. */
const addParts = (db: Readable, index: LogIndex, rankings: Rankings, hours: Period): Range[] => {
  const rest: Range[] = []
  let reached = 0
  for (const { part, low, high } of stretchesOf(db, index, hours, null).toReversed()) {
    if (part === null) {
      // A part may have grown over it since it was looked at.
      rest.unshift({ low: Math.max(low, reached + 1), high })
      continue
    }
    const totals = partTotals(db, index, part, hours)
    for (const name of Object.keys(totals.of) as Dimension[]) for (const total of totals.of[name]) addTotal(rankings[name], total)
    reached = totals.indexedSequence
  }
  return rest
}

export const rankingsOf = (db: Readable, index: LogIndex, period: Period): { rankings: Rankings; exact: boolean } => {
  const rankings: Rankings = { action: new Map(), actor: new Map(), source: new Map(), threatClass: new Map() }
  const hours = { fromMs: Math.ceil(period.fromMs / hourMs) * hourMs, toMs: floorTo(period.toMs, hourMs) }
  const hasHours = hours.fromMs < hours.toMs
  const before = { fromMs: period.fromMs, toMs: hours.fromMs }
  const after = { fromMs: hours.toMs, toMs: period.toMs }
  let left = mostUnindexed
  if (hasHours)
    for (const { low, high } of addParts(db, index, rankings, hours)) {
      const some = Math.max(low, high - Math.max(0, left) + 1)
      left -= high - low + 1
      addEntries(db, rankings, { low: some, high }, hours)
    }
  for (const edge of hasHours ? [before, after] : [period])
    for (const given of edge.fromMs < edge.toMs ? stretchesOf(db, index, edge, null) : []) {
      const stretch = narrowStretch(given, edge)
      if (stretch) addEntries(db, rankings, stretch, edge)
    }
  const together = Object.values(rankings).some((ranking) => (ranking.get(0)?.entries ?? 0) > 0)
  return { rankings, exact: left >= 0 && !together }
}
