/** What a filter of the log asks: of a row, of the index, and of the sequences that a time range lies in. */
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { runsOf } from '../../../shared/search-words.ts'
import type { Run } from '../../../shared/search-words.ts'
import type { Readable, SqlParams } from '../../database/database.ts'
import { valueTerm } from '../../database/log-index/entry-terms.ts'
import { matchOf } from './match-expression.ts'
import type { Match } from './match-expression.ts'

/** The sequences between which all entries of a time range lie; null where there are none. A clock that stepped back widens it. */
export const sequencesOf = (db: Readable, fromMs: number | null, toMs: number | null): { low: number; high: number } | null => {
  const range = db.get<{ low: number | null; high: number | null }>(
    'SELECT min(first_sequence) AS low, max(last_sequence) AS high FROM log_hour WHERE hour > @from AND hour < @to',
    { from: (fromMs ?? Number.MIN_SAFE_INTEGER) - 3_600_000, to: toMs ?? Number.MAX_SAFE_INTEGER },
  )
  return !range || range.low === null || range.high === null ? null : { low: range.low, high: range.high }
}

/** A filter with its words resolved to what entries hold. */
export interface Wanted {
  fromMs: number | null
  toMs: number | null
  /** Conditions on `e`, a row of log_entry, joined by AND; empty where any row will do. Time is among them, text is not. */
  where: string[]
  params: SqlParams
  /** What its texts must hold besides. */
  runs: Run[]
  match: Match
  /** Ranks, where nothing but severity and time is asked; null where more is. */
  onlySeverities: number[] | null
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

/** Empty where every one is wanted. */
const ranksOf = <T>(all: readonly T[], some: readonly T[]): number[] => {
  const ranks = [...new Set(some.map((one) => all.indexOf(one)))].toSorted((a, b) => a - b)
  return ranks.length === all.length ? [] : ranks
}

const columns = {
  actor: { column: 'actor', term: valueTerm.actor },
  action: { column: 'action', term: valueTerm.action },
  source: { column: 'source', term: valueTerm.source },
  threatClass: { column: 'threat_class', term: valueTerm.threatClass },
  severity: { column: 'severity', term: valueTerm.severity },
  outcome: { column: 'outcome', term: valueTerm.outcome },
} as const

/** Null where nothing can match. */
export const wantedOf = (db: Readable, filter: AuditFilter): Wanted | null => {
  const severityRanks = ranksOf(severities, filter.severities)
  const outcomeRanks = ranksOf(outcomes, filter.outcomes)
  const asked: [keyof typeof columns, given: readonly unknown[], values: number[]][] = [
    ['actor', filter.actors, idsOfActors(db, filter.actors)],
    ['action', filter.actions, idsOfWords(db, filter.actions)],
    ['source', filter.sources, idsOfWords(db, filter.sources)],
    ['threatClass', filter.classes, idsOfWords(db, filter.classes)],
    ['severity', severityRanks, severityRanks],
    ['outcome', outcomeRanks, outcomeRanks],
  ]
  const where: string[] = []
  const params: SqlParams = {}
  const groups: string[][] = []
  for (const [name, given, found] of asked) {
    const values = [...new Set(found)]
    if (given.length === 0) continue
    if (values.length === 0) return null
    params[name] = JSON.stringify(values)
    // The plus keeps SQLite to the order of the sequences.
    where.push(`+e.${columns[name].column} IN (SELECT value FROM json_each(@${name}))`)
    groups.push(values.map(columns[name].term))
  }
  if (filter.requestId !== null) {
    const hex = filter.requestId.replaceAll('-', '').toLowerCase()
    params['requestId'] = Buffer.from(hex, 'hex')
    where.push('+e.request_id = @requestId')
    groups.push([valueTerm.requestId(hex)])
  }
  const { fromMs, toMs } = filter
  if (fromMs !== null) {
    params['fromMs'] = fromMs
    where.push('e.at_ms >= @fromMs')
  }
  if (toMs !== null) {
    params['toMs'] = toMs
    where.push('e.at_ms < @toMs')
  }
  const runs = filter.text === null ? [] : runsOf(filter.text)
  const more = groups.length - (severityRanks.length > 0 ? 1 : 0) > 0 || runs.length > 0
  return { fromMs, toMs, where, params, runs, match: matchOf(groups, runs), onlySeverities: more ? null : severityRanks }
}
