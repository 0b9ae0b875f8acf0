/** How often each value occurs in a part of the index; of a sealed part it is added up once and kept. */
import { dimensions } from '../../database/log-index/index-schema.ts'
import type { Dimension } from '../../database/log-index/index-schema.ts'
import type { IndexPart, LogIndex } from '../../database/log-index/log-index.ts'

export interface ValueTotal {
  /** Id in log_text or log_actor; 0 where rare ones of an hour were counted together. */
  value: number
  entries: number
  events: number
  refused: number
  failed: number
}

export interface PartTotals {
  /** Entries up to this one are counted. */
  indexedSequence: number
  of: Record<Dimension, readonly ValueTotal[]>
}

/** UTC ms; the end not included. */
export interface Hours {
  fromMs: number
  toMs: number
  /** Only these; null where retention has dropped none of the part. */
  hours: readonly number[] | null
}

const names = Object.keys(dimensions) as Dimension[]

const sumSql = (conditions: string): string =>
  names
    .map(
      (name) =>
        `SELECT ${dimensions[name]} AS dimension, value, sum(entries) AS entries, sum(events) AS events, sum(refused) AS refused, sum(failed) AS failed
         FROM tally WHERE dimension = ${dimensions[name]}${conditions} GROUP BY value`,
    )
    .join(' UNION ALL ')

/** One statement, so that the part does not grow between its counts and how far they reach. */
export const readTotals = (part: IndexPart, range: Hours | null): PartTotals => {
  const conditions = range === null ? '' : ' AND hour >= @fromMs AND hour < @toMs'
  const some = range?.hours ? ' AND hour IN (SELECT value FROM json_each(@hours))' : ''
  const rows = part.db.all<ValueTotal & { dimension: number }>(
    `SELECT 0 AS dimension, indexed_sequence AS value, 0 AS entries, 0 AS events, 0 AS refused, 0 AS failed FROM part UNION ALL ${sumSql(conditions + some)}`,
    {
      ...(range === null ? {} : { fromMs: range.fromMs, toMs: range.toMs }),
      ...(range?.hours ? { hours: JSON.stringify(range.hours) } : {}),
    },
  )
  const of: Record<Dimension, ValueTotal[]> = { action: [], actor: [], source: [], threatClass: [] }
  for (const { dimension, ...total } of rows) {
    const name = names.find((one) => dimensions[one] === dimension)
    if (name) of[name].push(total)
  }
  return { indexedSequence: rows[0]?.value ?? 0, of }
}

const kept = new WeakMap<LogIndex, Map<number, PartTotals>>()

/** Null where it was not added up before. */
export const keptTotals = (index: LogIndex, { number, sealed }: IndexPart): PartTotals | null =>
  (sealed && kept.get(index)?.get(number)) || null

/** Of the whole part. */
export const totalsOf = (index: LogIndex, part: IndexPart): PartTotals => {
  const known = keptTotals(index, part)
  if (known) return known
  const totals = readTotals(part, null)
  if (part.sealed) {
    const ofIndex = kept.get(index) ?? new Map<number, PartTotals>()
    kept.set(index, ofIndex.set(part.number, totals))
  }
  return totals
}
