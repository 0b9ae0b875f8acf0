/** Counts entries of the log by bar and severity, looking at each. */
import type { Readable, SqlParams } from '../../database/database.ts'
import type { Wanted } from './audit-filter.store.ts'
import { selectEntries } from './audit.store.ts'
import type { WholeRow } from '../../database/log-entry.ts'
import { countIn } from './histogram-bars.ts'
import type { Bars } from './histogram-bars.ts'
import { holdsWords } from './holds-words.store.ts'
import type { Budget } from './slice-budget.ts'

/** What is wanted, in a stretch of time. */
export type WantedIn = Wanted & { fromMs: number; toMs: number }

export const within = (wanted: Wanted, fromMs: number, toMs: number): WantedIn => ({
  ...wanted,
  fromMs,
  toMs,
  where: [...wanted.where.filter((condition) => !condition.startsWith('e.at_ms')), 'e.at_ms >= @fromMs', 'e.at_ms < @toMs'],
  params: { ...wanted.params, fromMs, toMs },
})

export const barOf = (column: string): string => `${column} - ((${column} % @stepMs) + @stepMs) % @stepMs`

export interface CountRow {
  bar: number
  severity: number
  entries: number
  events: number
}

export const addRows = (bars: Bars, rows: readonly CountRow[]): void => {
  for (const { bar, severity, entries, events } of rows) countIn(bars, bar, severity, entries, events)
}

/** `trusted`: the index has told that the words are there. */
const countWhere = (db: Readable, wanted: WantedIn, bars: Bars, where: string, params: SqlParams, trusted: boolean): void => {
  const conditions = [where, ...wanted.where].join(' AND ')
  if (wanted.runs.length === 0 || trusted) {
    const sql = `SELECT ${barOf('e.at_ms')} AS bar, e.severity AS severity, count(*) AS entries, total(e.count) AS events
      FROM log_entry e WHERE ${conditions} GROUP BY bar, severity`
    addRows(bars, db.all<CountRow>(sql, { ...wanted.params, ...params, stepMs: bars.stepMs }))
    return
  }
  for (const row of db.all<WholeRow>(`${selectEntries} WHERE ${conditions}`, { ...wanted.params, ...params }))
    if (holdsWords(row, wanted.runs)) countIn(bars, row.at_ms, row.severity, 1, row.count)
}

export const countBetween = (db: Readable, wanted: WantedIn, bars: Bars, low: number, high: number): void =>
  countWhere(db, wanted, bars, 'e.sequence >= @low AND e.sequence <= @high', { low, high }, false)

/** `trusted`: found by the index, which says all that the words ask. */
export const countSequences = (db: Readable, wanted: WantedIn, bars: Bars, sequences: readonly number[], trusted: boolean): void =>
  countWhere(db, wanted, bars, 'e.sequence IN (SELECT value FROM json_each(@sequences))', { sequences: JSON.stringify(sequences) }, trusted)

const firstWindow = 2_000
const firstTextWindow = 200
const widestWindow = 200_000

/** Newest first, in windows as wide as the time allows; answers up to where nothing is counted yet. Counts at least one. */
export const countStretch = (db: Readable, wanted: WantedIn, bars: Bars, low: number, high: number, budget: Budget): number => {
  let next = high
  for (let width = wanted.runs.length > 0 ? firstTextWindow : firstWindow; next >= low;) {
    const spentMs = budget.spentMs()
    const from = Math.max(low, next - width + 1)
    countBetween(db, wanted, bars, from, next)
    next = from - 1
    if (budget.isSpent()) break
    const tookMs = Math.max(budget.spentMs() - spentMs, 0.05)
    width = Math.max(firstTextWindow, Math.min(width * 4, Math.floor((width * budget.leftMs()) / tookMs), widestWindow))
  }
  return next
}
