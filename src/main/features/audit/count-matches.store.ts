/** Counts what a filter finds in a part of the index: few matches one by one, many by the index alone. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import { valueTerm } from '../../database/log-index/entry-terms.ts'
import { addRows, barOf, countSequences } from './count-log.store.ts'
import type { CountRow, WantedIn } from './count-log.store.ts'
import { countIn, disjoint } from './histogram-bars.ts'
import type { Bars, Interval } from './histogram-bars.ts'
import { minuteMs } from './search-stretches.store.ts'
import type { Stretch } from './search-stretches.store.ts'
import type { Budget } from './slice-budget.ts'

const lookedAtOnce = 500

type InPart = Stretch & { db: Readable; match: string }

const newest = ({ db, match, low, high }: InPart, limit: number): number[] =>
  db
    .all<{ sequence: number }>(
      'SELECT rowid AS sequence FROM term WHERE term MATCH @match AND rowid >= @low AND rowid <= @high ORDER BY rowid DESC LIMIT @limit',
      { match, low, high, limit },
    )
    .map(({ sequence }) => sequence)

/** In one text, which is several times faster than a row each. Oldest first. */
const allOf = ({ db, low, high }: InPart, match: string): number[] =>
  JSON.parse(
    db.get<{ sequences: string }>(
      'SELECT json_group_array(rowid) AS sequences FROM term WHERE term MATCH @match AND rowid >= @low AND rowid <= @high',
      { match, low, high },
    )!.sequences,
  ) as number[]

/** How the minutes of a part lie to a stretch of time. */
const places = { inside: 0, cut: 1, outside: 2 }

interface BarRow {
  at: number
  place: number
  low: number
  high: number
  entries: number
}

/** `everyMinute`: those outside the time as well. */
const barRows = ({ db }: InPart, { fromMs, toMs }: WantedIn, stepMs: number, everyMinute: boolean): BarRow[] =>
  db.all<BarRow>(
    `SELECT iif(place = ${places.cut}, minute, bar) AS at, place, min(first_sequence) AS low, max(last_sequence) AS high, sum(entries) AS entries
     FROM (SELECT minute, first_sequence, last_sequence, entries, ${barOf('minute')} AS bar,
             CASE WHEN minute >= @fromMs AND minute + ${minuteMs} <= @toMs THEN ${places.inside}
                  WHEN minute + ${minuteMs} <= @fromMs OR minute >= @toMs THEN ${places.outside} ELSE ${places.cut} END AS place
           FROM minute WHERE minute > @from AND minute < @to)
     GROUP BY place, at`,
    {
      fromMs,
      toMs,
      stepMs,
      from: everyMinute ? Number.MIN_SAFE_INTEGER : fromMs - minuteMs,
      to: everyMinute ? Number.MAX_SAFE_INTEGER : toMs,
    },
  )

const outside = Number.NEGATIVE_INFINITY

const divideByBars = (part: InPart, wanted: WantedIn, stepMs: number): Interval[] => {
  const divide = (everyMinute: boolean) => {
    const rows = barRows(part, wanted, stepMs, everyMinute)
    const atMs = ({ place, at }: BarRow) => (place === places.inside ? at : place === places.outside ? outside : null)
    return {
      cut: disjoint(rows.map((row) => ({ low: row.low, high: row.high, atMs: atMs(row) }))),
      entries: rows.reduce((sum, row) => sum + row.entries, 0),
    }
  }
  const { cut, entries } = divide(false)
  const covered = cut.reduce((sum, { low, high }) => sum + high - low + 1, 0)
  // Where more lies between its ends than belongs to it, the clock stepped out of the time and back into it.
  return covered === entries ? cut : divide(true).cut
}

/** Gives each sequence to the stretch that it lies in; both ascend. */
const share = (
  sequences: readonly number[],
  stretches: readonly Interval[],
  give: (sequence: number, interval: Interval) => void,
): void => {
  let at = 0
  for (const sequence of sequences) {
    while (at < stretches.length && stretches[at]!.high < sequence) at += 1
    const interval = stretches[at]
    if (interval && interval.low <= sequence && interval.atMs !== outside) give(sequence, interval)
  }
}

/** Both ascend. */
const inBoth = (some: readonly number[], others: readonly number[]): number[] => {
  const both: number[] = []
  let at = 0
  for (const one of some) {
    while (at < others.length && others[at]! < one) at += 1
    if (others[at] === one) both.push(one)
  }
  return both
}

const countByIndex = (db: Readable, wanted: WantedIn, bars: Bars, part: InPart): void => {
  const stretches = divideByBars(part, wanted, bars.stepMs)
  const matches = allOf(part, part.match)
  // Read by itself: to ask for both at once would go through what is wanted anew for each.
  const matchesWith = (term: string) => inBoth(matches, allOf(part, `"${term}"`))
  const unsure: number[] = []
  const rest = new Map<number, number>()
  share(matches, stretches, (sequence, { atMs }) => {
    if (atMs === null) unsure.push(sequence)
    else rest.set(atMs, (rest.get(atMs) ?? 0) + 1)
  })
  // The lowest severity is that of most: it is what the others leave.
  for (let rank = severities.length - 1; rank > 0; rank--) {
    const counts = new Map<number, number>()
    share(matchesWith(valueTerm.severity(rank)), stretches, (_, { atMs }) => {
      if (atMs !== null) counts.set(atMs, (counts.get(atMs) ?? 0) + 1)
    })
    for (const [atMs, count] of counts) {
      countIn(bars, atMs, rank, count, count)
      rest.set(atMs, (rest.get(atMs) ?? 0) - count)
    }
  }
  for (const [atMs, count] of rest) countIn(bars, atMs, 0, count, count)

  const several: number[] = []
  share(matchesWith(valueTerm.several), stretches, (sequence, { atMs }) => {
    if (atMs !== null) several.push(sequence)
  })
  const more = db.all<CountRow>(
    `SELECT ${barOf('at_ms')} AS bar, severity, 0 AS entries, total(count - 1) AS events FROM log_entry
     WHERE sequence IN (SELECT value FROM json_each(@several)) GROUP BY bar, severity`,
    { several: JSON.stringify(several), stepMs: bars.stepMs },
  )
  addRows(bars, more)
  countSequences(db, wanted, bars, unsure, wanted.match.exact)
}

export interface CountLimits {
  budget: Budget
  /** So many matches of a part are looked at one by one. */
  few: number
}

export interface CountedMatches {
  /** Up to where nothing is counted yet. */
  next: number
  exact: boolean
}

/** Counts at least some; all of the stretch where it is counted by the index alone. */
export const countMatches = (
  db: Readable,
  wanted: WantedIn,
  bars: Bars,
  stretch: Stretch,
  match: string,
  { few, budget }: CountLimits,
): CountedMatches => {
  const part: InPart = { ...stretch, db: stretch.part!.db, match }
  let found = newest(part, few + 1)
  if (found.length > few && bars.stepMs >= minuteMs) {
    countByIndex(db, wanted, bars, part)
    return { next: stretch.low - 1, exact: wanted.match.exact }
  }
  for (;;) {
    for (let at = 0; at < found.length; at += lookedAtOnce) {
      const some = found.slice(at, at + lookedAtOnce)
      countSequences(db, wanted, bars, some, wanted.match.exact)
      const isLast = at + lookedAtOnce >= found.length
      if (budget.isSpent() && !(isLast && found.length <= few)) return { next: some.at(-1)! - 1, exact: true }
    }
    if (found.length <= few) return { next: stretch.low - 1, exact: true }
    found = newest({ ...part, high: found.at(-1)! - 1 }, few + 1)
  }
}
