/** Tries indexes for a query on a copy of its tables in memory: which the planner would take, and what they bring and cost. */
import type { IndexTrial, PlanStep, TriedIndex } from '../../../shared/contract/databases.ts'
import type { Connection } from '../../database/connection.ts'
import type { SqlValue } from '../../database/database.ts'
import { planOf } from '../../database/query-plan.ts'
import { timeStatement, timeWrites } from '../../database/time-statement.ts'
import type { Values } from '../../database/time-statement.ts'
import { copyableTables, openTrialCopy } from '../../database/trial-copy.ts'
import { burdenOf, planSteps } from './plan-steps.ts'
import { candidatesOf, parametersOf, tablesNamedIn } from './statement-words.ts'
import type { Candidate, TableColumns } from './statement-words.ts'
import { tooQuickMs } from './trial-words.ts'

export interface ToTry {
  /** What the planner would take of all that were offered, the most promising first. */
  candidates: Candidate[]
  tables: string[]
  maxRows: number
  plan: PlanStep[]
}

export interface Tried {
  tables: IndexTrial['tables']
  before: NonNullable<IndexTrial['before']>
  tried: Omit<TriedIndex, 'objection'>
  withoutValue: string[]
}

const mostCandidates = 4
const mostRows = 100_000
/** Of tables read within each other, the rows multiply; a run cannot be broken off. */
const mostVisits = 10_000_000
const fasterBy = 1.5
const usualLimit = 100
const listed = 5

const nameOf = (word: string): string => (/^[A-Za-z_]\w*$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`)
const indexName = ({ table, columns }: Candidate): string => `${table}_by_${columns.join('_and_')}`
const createIndex = (candidate: Candidate): string =>
  `CREATE INDEX ${nameOf(indexName(candidate))} ON ${nameOf(candidate.table)} (${candidate.columns.map(nameOf).join(', ')})`

interface ColumnRow {
  name: string
  type: string
  pk: number
}

const columnsOf = (connection: Connection, name: string): TableColumns => {
  const rows = connection.pragma(`table_info(${nameOf(name)})`) as ColumnRow[]
  const keys = rows.filter(({ pk }) => pk > 0)
  const [only] = keys
  return {
    name,
    columns: rows.map((row) => row.name),
    rowid: keys.length === 1 && only?.type.toUpperCase() === 'INTEGER' ? only.name : null,
  }
}

const rowsEach = (plan: readonly PlanStep[]): number => {
  const scans = plan.filter(({ mark }) => mark === 'scan' || mark === 'index-scan').length
  return Math.min(mostRows, Math.floor(mostVisits ** (1 / Math.max(1, scans))))
}

const burdenWith = (copy: Connection, sql: string, candidate: Candidate): number | null => {
  copy.exec('BEGIN')
  try {
    copy.exec(createIndex(candidate))
    const steps = planSteps(planOf(copy, sql))
    return steps.some(({ detail }) => detail.split(' ').includes(indexName(candidate))) ? burdenOf(steps) : null
  } catch {
    // Such an index may be there already, under this very name.
    return null
  } finally {
    copy.exec('ROLLBACK')
  }
}

/** What the planner would take, found on the empty tables. */
export const indexesToTry = (source: Connection, sql: string): ToTry => {
  const plan = planSteps(planOf(source, sql))
  const tables = tablesNamedIn(sql, copyableTables(source))
  const none = { candidates: [], tables, maxRows: rowsEach(plan), plan }
  if (tables.length === 0 || burdenOf(plan) === 0) return none
  const { copy } = openTrialCopy(source, tables, 0)
  try {
    const offered = candidatesOf(
      sql,
      tables.map((table) => columnsOf(copy, table)),
    )
    const judged = offered.flatMap((candidate) => {
      const burden = burdenWith(copy, sql, candidate)
      return burden !== null && burden < burdenOf(plan) ? [{ candidate, burden }] : []
    })
    const best = judged.toSorted((a, b) => a.burden - b.burden || a.candidate.columns.length - b.candidate.columns.length)
    return { ...none, candidates: best.slice(0, mostCandidates).map(({ candidate }) => candidate) }
  } finally {
    copy.close()
  }
}

/** From the middle of the table, so that a comparison finds something. They never leave this worker. */
const valuesFrom = (copy: Connection, { table, column }: { table: string; column: string }, count: number): SqlValue[] => {
  const [name, from] = [nameOf(column), nameOf(table)]
  const rows = copy
    .prepare(
      `SELECT ${name} AS value FROM ${from} WHERE ${name} IS NOT NULL LIMIT ${count} OFFSET (SELECT count(*) / 2 FROM ${from} WHERE ${name} IS NOT NULL)`,
    )
    .safeIntegers()
    .all() as { value: SqlValue }[]
  return rows.map(({ value }) => value)
}

const listOf = (values: readonly SqlValue[]): string | null =>
  values.length === 0 ? null : JSON.stringify(values.map((value) => (typeof value === 'bigint' ? Number(value) : value)))

const valuesFor = (copy: Connection, sql: string, tables: readonly string[]): { values: Values; withoutValue: string[] } => {
  const { named, unnamed } = parametersOf(
    sql,
    tables.map((table) => columnsOf(copy, table)),
  )
  if (unnamed > 0) return { values: Array.from({ length: unnamed }, () => null), withoutValue: ['?'] }
  const values: Record<string, SqlValue> = {}
  for (const [name, place] of named) {
    if (place.kind === 'column') values[name] = valuesFrom(copy, place, 1)[0] ?? null
    else if (place.kind === 'list') values[name] = listOf(valuesFrom(copy, place, listed))
    else values[name] = place.kind === 'limit' ? usualLimit : place.kind === 'offset' ? 0 : null
  }
  return { values, withoutValue: Object.keys(values).filter((name) => values[name] === null) }
}

const pagesOf = (copy: Connection): number => copy.pragma('page_count', { simple: true }) as number
const runOf = (copy: Connection, sql: string, values: Values) => ({
  plan: planSteps(planOf(copy, sql)),
  medianMs: timeStatement(copy, sql, values),
})

export const tryIndex = (source: Connection, sql: string, { candidate, tables, maxRows }: { candidate: Candidate } & ToTry): Tried => {
  const { copy, tables: copied } = openTrialCopy(source, tables, maxRows)
  try {
    const { values, withoutValue } = valuesFor(copy, sql, tables)
    const before = runOf(copy, sql, values)
    const writeWithout = timeWrites(copy, candidate.table)
    const [pages, pageBytes] = [pagesOf(copy), copy.pragma('page_size', { simple: true }) as number]
    copy.exec(createIndex(candidate))
    const bytes = (pagesOf(copy) - pages) * pageBytes
    const run = runOf(copy, sql, values)
    const writeWith = writeWithout === null ? null : timeWrites(copy, candidate.table)
    const isTaken = run.plan.some(({ detail }) => detail.split(' ').includes(indexName(candidate)))
    const spares = run.medianMs * fasterBy < before.medianMs && before.medianMs - run.medianMs >= tooQuickMs
    return {
      tables: copied,
      before,
      withoutValue,
      tried: {
        sql: `${createIndex(candidate)};`,
        run,
        verdict: !isTaken || !spares ? 'no-gain' : withoutValue.length > 0 ? 'unproven' : 'better',
        bytes: Math.max(0, bytes),
        writeMs: writeWithout === null || writeWith === null ? null : { without: writeWithout, with: writeWith },
      },
    }
  } finally {
    copy.close()
  }
}
