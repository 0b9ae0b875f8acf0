/** What a filter of the log asks of the database: conditions, and the stretch of sequences that a time range lies in. */
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Readable, SqlParams } from '../../database/database.ts'

/** The sequences between which all entries of a time range lie; null where there are none. A clock that stepped back widens it. */
export const sequencesOf = (db: Readable, fromMs: number | null, toMs: number | null): { low: number; high: number } | null => {
  const range = db.get<{ low: number | null; high: number | null }>(
    'SELECT min(first_sequence) AS low, max(last_sequence) AS high FROM log_hour WHERE hour > @from AND hour <= @to',
    { from: (fromMs ?? 0) - 3_600_000, to: toMs ?? Number.MAX_SAFE_INTEGER },
  )
  return !range || range.low === null || range.high === null ? null : { low: range.low, high: range.high }
}

/** One field of a filter: any of its values. */
interface Condition {
  /** SQL of each value by itself. */
  each: string[]
  /** SQL of all together. */
  any: string
  /** Whether each value is answered by an index, which ends with the sequence. */
  indexed: boolean
}

export interface FilterConditions {
  conditions: Condition[]
  params: SqlParams
}

export const idsOfActors = (db: Readable, keys: readonly string[]): number[] =>
  keys.flatMap((key) => {
    const colon = key.indexOf(':')
    const params = { kind: key.slice(0, colon), who: key.slice(colon + 1) }
    return db
      .all<{ id: number }>("SELECT id FROM log_actor WHERE kind = @kind AND (reference = @who OR (reference = '' AND name = @who))", params)
      .map((row) => row.id)
  })

const idsOfWords = (db: Readable, words: readonly string[]): number[] =>
  words.flatMap((text) => db.all<{ id: number }>('SELECT id FROM log_text WHERE text = @text', { text }).map((row) => row.id))

/** Null where nothing can match. */
export const conditionsOf = (db: Readable, filter: AuditFilter): FilterConditions | null => {
  const conditions: Condition[] = []
  const params: SqlParams = {}
  const bind = (name: string, value: SqlParams[string]): string => {
    params[name] = value
    return `@${name}`
  }
  const add = (sql: string, name: string, value: SqlParams[string], indexed: boolean) => {
    const one = `${sql} ${bind(name, value)}`
    conditions.push({ each: [one], any: one, indexed })
  }
  /** `only`: what SQLite must read to know that a partial index holds these values. */
  const addAnyOf = (name: string, numbers: readonly number[], indexed = true, only = '') => {
    const values = [...new Set(numbers)].map((value, index) => bind(`${name}${index}`, value))
    const each = values.map((value) => `e.${name} = ${value}${only}`)
    // Of several values no index is asked: it would have to sort. A window of sequences bounds the walk instead.
    conditions.push({ each, any: values.length === 1 ? each[0]! : `+e.${name} IN (${values.join(', ')})`, indexed })
  }
  /** The lowest rank is that of most entries, and in no index. */
  const addRanks = (name: string, ranks: readonly number[]) =>
    ranks.includes(0) ? addAnyOf(name, ranks, false) : addAnyOf(name, ranks, true, ` AND e.${name} > 0`)

  if (filter.actors.length > 0) addAnyOf('actor', idsOfActors(db, filter.actors))
  if (filter.actions.length > 0) addAnyOf('action', idsOfWords(db, filter.actions))
  const { severities: anySeverity, outcomes: anyOutcome } = filter
  if (anySeverity.length > 0)
    addRanks(
      'severity',
      anySeverity.map((severity) => severities.indexOf(severity)),
    )
  if (anyOutcome.length > 0)
    addRanks(
      'outcome',
      anyOutcome.map((outcome) => outcomes.indexOf(outcome)),
    )
  if (filter.requestId !== null) add('e.request_id =', 'requestId', Buffer.from(filter.requestId.replaceAll('-', ''), 'hex'), true)
  if (filter.fromMs !== null) add('e.at_ms >=', 'fromMs', filter.fromMs, false)
  if (filter.toMs !== null) add('e.at_ms <', 'toMs', filter.toMs, false)
  return conditions.some(({ each }) => each.length === 0) ? null : { conditions, params }
}
