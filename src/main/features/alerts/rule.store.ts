/** Rows of alert rules. */
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { builtInRules } from './built-in-rules.ts'

export interface StoredRule extends GivenRule {
  id: string
  version: number
  isBuiltIn: boolean
  isDeleted: boolean
  lastFiredAtMs: number | null
}

interface Row {
  id: string
  version: number
  builtIn: string | null
  definition: string | null
  deletedAtMs: number | null
  lastFiredAtMs: number | null
}

const select =
  'SELECT id, version, built_in AS builtIn, definition, deleted_at_ms AS deletedAtMs, last_fired_at_ms AS lastFiredAtMs FROM alert_rule'

/** None of a built-in rule that this version knows no more. */
const storedOf = ({ id, version, builtIn, definition, deletedAtMs, lastFiredAtMs }: Row): StoredRule[] => {
  const given = definition === null ? builtInRules[builtIn ?? ''] : (JSON.parse(definition) as GivenRule)
  if (!given) return []
  return [{ ...given, id, version, isBuiltIn: builtIn !== null, isDeleted: deletedAtMs !== null, lastFiredAtMs }]
}

/** Those that are not deleted; built-in ones first, then the oldest. */
export const allRules = (db: Readable): StoredRule[] =>
  db.all<Row>(`/* alert rules */ ${select} WHERE deleted_at_ms IS NULL ORDER BY built_in IS NULL, id`).flatMap(storedOf)

export const ruleById = (db: Readable, id: string): StoredRule | null => {
  const row = db.get<Row>(`/* alert rule */ ${select} WHERE id = @id`, { id })
  return row ? (storedOf(row)[0] ?? null) : null
}

/** The key of the rule as it came with the product. */
export const builtInOf = (db: Readable, id: string): string | null =>
  db.get<{ builtIn: string | null }>('SELECT built_in AS builtIn FROM alert_rule WHERE id = @id', { id })?.builtIn ?? null

export const countRules = (db: Readable): number =>
  db.get<{ n: number }>('SELECT count(*) AS n FROM alert_rule WHERE deleted_at_ms IS NULL')!.n

export const insertRule = (tx: Writable, id: string, given: GivenRule): void => {
  tx.run('INSERT INTO alert_rule (id, version, definition) VALUES (@id, 1, @definition)', { id, definition: JSON.stringify(given) })
}

/** Null: as it came with the product. */
export const updateRule = (tx: Writable, id: string, given: GivenRule | null): void => {
  tx.run('UPDATE alert_rule SET definition = @definition, deleted_at_ms = NULL, version = version + 1 WHERE id = @id', {
    id,
    definition: given && JSON.stringify(given),
  })
}

const keptDeleted = 200

/** It can be brought back while it is one of the newest that went. */
export const markRuleDeleted = (tx: Writable, id: string, atMs: number): void => {
  tx.run('UPDATE alert_rule SET deleted_at_ms = @atMs, version = version + 1 WHERE id = @id', { id, atMs })
  tx.run(
    `DELETE FROM alert_rule WHERE id IN
     (SELECT id FROM alert_rule WHERE deleted_at_ms IS NOT NULL ORDER BY deleted_at_ms DESC, id DESC LIMIT -1 OFFSET ${keptDeleted})`,
  )
}

export const dropRule = (tx: Writable, id: string): void => {
  tx.run('DELETE FROM alert_rule WHERE id = @id', { id })
}

export const setLastFired = (tx: Writable, id: string, atMs: number): void => {
  tx.run('UPDATE alert_rule SET last_fired_at_ms = @atMs WHERE id = @id', { id, atMs })
}
