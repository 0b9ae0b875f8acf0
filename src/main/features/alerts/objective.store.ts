/** Rows of objectives. */
import type { GivenObjective, Indicator } from '../../../shared/contract/objectives.ts'
import type { Readable, Writable } from '../../database/database.ts'

export interface StoredObjective extends GivenObjective {
  id: string
  version: number
  ruleId: string | null
}

interface Row {
  id: string
  version: number
  name: string
  indicator: string
  targetPercent: number
  periodDays: number
  ruleId: string | null
}

const select =
  'SELECT id, version, name, indicator, target_percent AS targetPercent, period_days AS periodDays, rule_id AS ruleId FROM objective'
const storedOf = (row: Row): StoredObjective => ({ ...row, indicator: JSON.parse(row.indicator) as Indicator })
const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase()

export const allObjectives = (db: Readable): StoredObjective[] => db.all<Row>(`${select} ORDER BY name_key`).map(storedOf)

export const objectiveById = (db: Readable, id: string): StoredObjective | null => {
  const row = db.get<Row>(`${select} WHERE id = @id`, { id })
  return row ? storedOf(row) : null
}

/** The id of another that has this name. */
export const objectiveNamed = (db: Readable, name: string): string | null =>
  db.get<{ id: string }>('SELECT id FROM objective WHERE name_key = @nameKey', { nameKey: nameKeyOf(name) })?.id ?? null

const paramsOf = ({ name, indicator, targetPercent, periodDays }: GivenObjective) => ({
  name,
  nameKey: nameKeyOf(name),
  indicator: JSON.stringify(indicator),
  targetPercent,
  periodDays,
})

export const insertObjective = (
  tx: Writable,
  given: GivenObjective,
  { id, ruleId, atMs }: { id: string; ruleId: string; atMs: number },
): void => {
  tx.run(
    `INSERT INTO objective (id, name, name_key, indicator, target_percent, period_days, rule_id, created_at_ms)
     VALUES (@id, @name, @nameKey, @indicator, @targetPercent, @periodDays, @ruleId, @atMs)`,
    { ...paramsOf(given), id, ruleId, atMs },
  )
}

export const updateObjective = (tx: Writable, id: string, given: GivenObjective): void => {
  tx.run(
    `UPDATE objective SET name = @name, name_key = @nameKey, indicator = @indicator, target_percent = @targetPercent,
       period_days = @periodDays, version = version + 1 WHERE id = @id`,
    { ...paramsOf(given), id },
  )
}

export const removeObjective = (tx: Writable, id: string): void => {
  tx.run('DELETE FROM objective WHERE id = @id', { id })
}
