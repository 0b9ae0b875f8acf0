/** Goes through the log for what is wanted, newest first: by the index where it reaches, and through the entries where not. */
import type { Readable, SqlParams } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import type { Wanted } from './audit-filter.store.ts'
import { selectEntries } from './audit.store.ts'
import type { WholeRow } from '../../database/log-entry.ts'
import { holdsWords } from './holds-words.store.ts'
import { asksNothing, expressionOf } from './match-expression.ts'
import { termsBeginning } from './part-terms.store.ts'
import { narrowStretch, stretchesOf } from './search-stretches.store.ts'
import type { Stretch } from './search-stretches.store.ts'
import type { Budget } from './slice-budget.ts'

export interface Search {
  /** Entries below this sequence; null begins at the newest. */
  before: number | null
  /** At most so many rows. */
  limit: number
  budget: Budget
}

export interface Found {
  /** Newest first. */
  rows: WholeRow[]
  /** Everything from this sequence on has been looked at; null where nothing is left. */
  lookedBackTo: number | null
}

const fewestCheckedAtOnce = 32
const mostCheckedAtOnce = 200
const mostCandidates = 20_000
const firstWindow = 2_000
const widestWindow = 100_000
const widestTextWindow = 2_000

/** What the index finds in a part, newest first. */
const candidateSql =
  'SELECT rowid AS sequence FROM term WHERE term MATCH @match AND rowid >= @low AND rowid <= @high ORDER BY rowid DESC LIMIT @limit'

const rowsAt = (db: Readable, wanted: Wanted, sequences: readonly number[]): WholeRow[] =>
  db
    .all<WholeRow>(
      `${selectEntries} WHERE ${['e.sequence IN (SELECT value FROM json_each(@sequences))', ...wanted.where].join(' AND ')} ORDER BY e.sequence DESC`,
      { ...wanted.params, sequences: JSON.stringify(sequences) },
    )
    .filter((row) => holdsWords(row, wanted.runs))

const rowsBetween = (db: Readable, wanted: Wanted, range: SqlParams & { low: number; high: number; limit: number }): WholeRow[] =>
  db.all<WholeRow>(
    `${selectEntries} WHERE ${['e.sequence >= @low', 'e.sequence <= @high', ...wanted.where].join(' AND ')} ORDER BY e.sequence DESC LIMIT @limit`,
    { ...wanted.params, ...range },
  )

interface Walk {
  db: Readable
  wanted: Wanted
  search: Search
  rows: WholeRow[]
  /** The next sequence to look at. */
  next: number
}

const isFull = ({ rows, search }: Walk): boolean => rows.length >= search.limit

/** Takes rows that were found down to `low`; where the page ends before, the walk ends at its last row. */
const take = (walk: Walk, found: readonly WholeRow[], low: number): void => {
  const missing = walk.search.limit - walk.rows.length
  walk.rows.push(...found.slice(0, missing))
  walk.next = found.length >= missing ? walk.rows.at(-1)!.sequence - 1 : low - 1
}

/** Looks at candidates, newest first, no more at once than may be needed. */
const check = (walk: Walk, candidates: readonly number[]): void => {
  for (let at = 0; at < candidates.length && !isFull(walk);) {
    const missing = walk.search.limit - walk.rows.length
    const some = candidates.slice(at, at + Math.min(mostCheckedAtOnce, Math.max(fewestCheckedAtOnce, 2 * missing)))
    take(walk, rowsAt(walk.db, walk.wanted, some), some.at(-1)!)
    at += some.length
    if (walk.search.budget.isSpent()) return
  }
}

/** By the index: candidates of which each row is looked at. Ends at the stretch's low, with the page, or with the time. */
const walkPart = (walk: Walk, low: number, part: Readable, match: string): void => {
  const { budget } = walk.search
  let limit = walk.search.limit - walk.rows.length
  while (walk.next >= low && !isFull(walk)) {
    const spentMs = budget.spentMs()
    const candidates = part.all<{ sequence: number }>(candidateSql, { match, low, high: walk.next, limit }).map((row) => row.sequence)
    const askedMs = budget.spentMs() - spentMs
    check(walk, candidates)
    if (isFull(walk)) return
    if (candidates.length < limit && walk.next < (candidates.at(-1) ?? Infinity)) walk.next = low - 1
    if (budget.leftMs() <= askedMs) return
    limit = Math.min(limit * 8, mostCandidates)
  }
}

/** Through the entries themselves, in windows as wide as the time that is left allows. */
const walkLog = (walk: Walk, { low }: Stretch): void => {
  const { db, wanted, search } = walk
  // Texts are looked at one by one, so of these no more are read than are checked at once.
  const withText = wanted.runs.length > 0
  let width = withText ? mostCheckedAtOnce : firstWindow
  while (walk.next >= low && !isFull(walk)) {
    const spentMs = search.budget.spentMs()
    const from = Math.max(low, walk.next - width + 1)
    const limit = withText ? width : search.limit - walk.rows.length
    const found = rowsBetween(db, wanted, { low: from, high: walk.next, limit }).filter((row) => holdsWords(row, wanted.runs))
    take(walk, found, from)
    if (search.budget.isSpent()) return
    const tookMs = search.budget.spentMs() - spentMs
    const affordable = Math.floor((width * search.budget.leftMs()) / Math.max(tookMs, 0.05))
    width = Math.max(mostCheckedAtOnce, Math.min(width * 4, affordable, withText ? widestTextWindow : widestWindow))
  }
}

const walkStretch = (walk: Walk, given: Stretch): void => {
  const stretch = narrowStretch(given, walk.wanted)
  if (stretch !== null) {
    walk.next = stretch.high
    const { part } = stretch
    if (part === null || asksNothing(walk.wanted.match)) walkLog(walk, stretch)
    else {
      const match = expressionOf(walk.wanted.match, (piece) => termsBeginning(part.db, piece))
      if (match !== null) walkPart(walk, stretch.low, part.db, match)
      else walk.next = stretch.low - 1
    }
    if (walk.next >= stretch.low) return
  }
  walk.next = given.low - 1
}

/** Looks for entries until the page is full, the time is up, or nothing is left. Always gets at least one step further. */
export const searchLog = (db: Readable, index: LogIndex, wanted: Wanted, search: Search): Found => {
  const walk: Walk = { db, wanted, search, rows: [], next: 0 }
  const stretches = stretchesOf(db, index, wanted, search.before)
  let slowestMs = 0
  for (const [at, stretch] of stretches.entries()) {
    // What one part took, the next may take too.
    if (at > 0 && search.budget.leftMs() <= slowestMs) break
    const spentMs = search.budget.spentMs()
    walkStretch(walk, stretch)
    if (isFull(walk) || walk.next >= stretch.low) break
    slowestMs = Math.max(slowestMs, search.budget.spentMs() - spentMs)
  }
  const lowest = stretches.at(-1)?.low ?? Infinity
  return { rows: walk.rows, lookedBackTo: walk.next < lowest ? null : walk.next + 1 }
}
