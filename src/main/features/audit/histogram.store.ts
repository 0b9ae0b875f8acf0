/** How many events over time match a filter, in slices of time, newest first. */
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Histogram } from '../../../shared/contract/audit-figures.ts'
import type { Readable } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { wantedOf } from './audit-filter.store.ts'
import { momentOf } from './audit-list.store.ts'
import { countStretch, within } from './count-log.store.ts'
import type { WantedIn } from './count-log.store.ts'
import { countMatches } from './count-matches.store.ts'
import type { CountLimits } from './count-matches.store.ts'
import { countHours, countMinutes } from './count-minutes.store.ts'
import { barsOf, createBars, floorTo, stepFor } from './histogram-bars.ts'
import type { Bars } from './histogram-bars.ts'
import { asksNothing, expressionOf } from './match-expression.ts'
import { termsBeginning } from './part-terms.store.ts'
import { minuteMs, narrowStretch, stretchesOf } from './search-stretches.store.ts'
import type { Stretch } from './search-stretches.store.ts'
import { showableTime } from '../../database/showable-figures.ts'
import { createBudget } from './slice-budget.ts'

export interface HistogramInput {
  filter: AuditFilter
  /** At most so many bars. */
  bars: number
  before: number | null
  /** That of the first slice. */
  toMs: number | null
  nowMs: number
  budgetMs: number
  /** So many matches of a part are looked at one by one; of more, the index alone tells how many. */
  few: number
}

const hourMs = 3_600_000
/** In an hour of more entries the first one's moment is not looked for. */
const mostLookedAt = 5_000

/** The first moment there is: to the millisecond, or to the hour where that is dear to know. */
const beginning = (db: Readable): number | null => {
  const hour = db.get<{ hour: number; low: number; high: number; entries: number }>(
    `SELECT hour, min(first_sequence) AS low, max(last_sequence) AS high, total(entries) AS entries FROM log_hour
     WHERE last_sequence > (SELECT sequence FROM log_horizon) GROUP BY hour ORDER BY hour LIMIT 1`,
  )
  if (!hour) return null
  if (hour.high - hour.low >= mostLookedAt) return showableTime(hour.hour)
  const first = db.get<{ at_ms: number | null }>(
    'SELECT min(at_ms) AS at_ms FROM log_entry WHERE sequence >= @low AND sequence <= @high AND at_ms >= @hour',
    { low: hour.low, high: hour.high, hour: hour.hour },
  )
  return showableTime(first?.at_ms ?? hour.hour)
}

/** Up to now, or to the last hour where the clock once stood in the future. */
const end = (db: Readable, nowMs: number): number => {
  const last = db.get<{ hour: number | null }>('SELECT max(hour) AS hour FROM log_hour')?.hour ?? nowMs
  return Math.max(nowMs + 1, last > nowMs ? showableTime(last) + hourMs : 0)
}

/** All of a stretch of time at once, where nothing but severity is asked. */
const countPlain = (db: Readable, index: LogIndex, wanted: WantedIn, bars: Bars): void => {
  if (wanted.toMs <= wanted.fromMs) return
  const boundless = { budget: createBudget(Infinity), few: 0 }
  for (const stretch of stretchesOf(db, index, wanted, null)) countOf(db, wanted, bars, stretch, boundless)
}

/** By the hour where bars are of whole hours; the hours at the ends are cut by the minute. */
export const countPlainTime = (db: Readable, index: LogIndex, wanted: WantedIn, bars: Bars): void => {
  const { fromMs, toMs } = wanted
  const wholeFrom = Math.ceil(fromMs / hourMs) * hourMs
  const wholeTo = floorTo(toMs, hourMs)
  if (bars.stepMs % hourMs !== 0 || wholeFrom >= wholeTo) return countPlain(db, index, wanted, bars)
  countHours(db, within(wanted, wholeFrom, wholeTo), bars)
  countPlain(db, index, within(wanted, fromMs, wholeFrom), bars)
  countPlain(db, index, within(wanted, wholeTo, toMs), bars)
}

/** Answers up to where nothing is counted yet. */
const countOf = (db: Readable, wanted: WantedIn, bars: Bars, given: Stretch, limits: CountLimits): { next: number; exact: boolean } => {
  const done = { next: given.low - 1, exact: true }
  const stretch = narrowStretch(given, wanted)
  if (stretch === null) return done
  const { part, low, high } = stretch
  const inOne = (next: number, exact: boolean) => ({ next: next < low ? done.next : next, exact })
  if (part !== null && wanted.onlySeverities !== null && bars.stepMs >= minuteMs) {
    countMinutes(db, wanted, bars, given)
    return done
  }
  if (part === null || asksNothing(wanted.match)) return inOne(countStretch(db, wanted, bars, low, high, limits.budget), true)
  const match = expressionOf(wanted.match, (piece) => termsBeginning(part.db, piece))
  if (match === null) return done
  const counted = countMatches(db, wanted, bars, stretch, match, limits)
  return inOne(counted.next, counted.exact)
}

export const histogramOf = (db: Readable, input: HistogramInput, index: LogIndex): Histogram => {
  const { filter, before } = input
  const budget = createBudget(input.budgetMs)
  const toMs = Math.min(input.toMs ?? Infinity, filter.toMs ?? Infinity)
  const to = toMs === Infinity ? end(db, input.nowMs) : showableTime(toMs)
  const from = Math.min(to, showableTime(filter.fromMs ?? beginning(db) ?? to))
  const stepMs = stepFor(from, to, input.bars)
  const bars = createBars(stepMs)
  const range = { fromMs: floorTo(from, stepMs), toMs: to, stepMs }
  const whole = (exact: boolean): Histogram => ({
    ...range,
    bars: barsOf(bars),
    entries: bars.entries,
    countedBackToMs: null,
    nextBefore: null,
    exact,
  })
  const found = wantedOf(db, filter)
  if (found === null || to <= from) return whole(true)
  const wanted = within(found, from, to)
  if (wanted.onlySeverities !== null && stepMs % hourMs === 0) {
    countPlainTime(db, index, wanted, bars)
    return whole(true)
  }

  let exact = true
  let slowestMs = 0
  let next = 0
  const stretches = stretchesOf(db, index, wanted, before)
  for (const [at, stretch] of stretches.entries()) {
    if (at > 0 && budget.leftMs() <= slowestMs) break
    const spentMs = budget.spentMs()
    const counted = countOf(db, wanted, bars, stretch, { budget, few: input.few })
    exact &&= counted.exact
    next = counted.next
    if (next >= stretch.low) break
    slowestMs = Math.max(slowestMs, budget.spentMs() - spentMs)
  }
  if (next < (stretches.at(-1)?.low ?? Infinity)) return whole(exact)
  return { ...whole(exact), countedBackToMs: momentOf(db, next + 1), nextBefore: next + 1 }
}
