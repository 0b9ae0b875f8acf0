/** Run-time values and their history. */
import type { SettingValue } from '../../../shared/contract/settings.ts'
import type { Readable, Writable } from '../../database/database.ts'

export interface StoredSetting {
  value: SettingValue | null
  version: number
}

const valueOf = (text: string | null): SettingValue | null => (text === null ? null : (JSON.parse(text) as SettingValue))
const textOf = (value: SettingValue | null): string | null => (value === null ? null : JSON.stringify(value))

export const storedSettings = (db: Readable): Map<string, StoredSetting> =>
  new Map(
    db
      .all<{ key: string; value: string | null; version: number }>('SELECT key, value, version FROM setting')
      .map((row) => [row.key, { value: valueOf(row.value), version: row.version }]),
  )

export const storedSetting = (db: Readable, key: string): StoredSetting => {
  const row = db.get<{ value: string | null; version: number }>('SELECT value, version FROM setting WHERE key = @key', { key })
  return row ? { value: valueOf(row.value), version: row.version } : { value: null, version: 0 }
}

export interface ChangeRow {
  id: string
  key: string
  from: SettingValue | null
  to: SettingValue | null
  actorName: string
  atMs: number
}

export const writeSetting = (tx: Writable, change: ChangeRow, version: number): void => {
  tx.run(
    'INSERT INTO setting (key, value, version) VALUES (@key, @value, @version) ON CONFLICT (key) DO UPDATE SET value = @value, version = @version',
    {
      key: change.key,
      value: textOf(change.to),
      version,
    },
  )
  tx.run(
    `INSERT INTO setting_change (sequence, id, key, from_value, to_value, actor_name, at_ms)
     VALUES ((SELECT coalesce(max(sequence), 0) + 1 FROM setting_change), @id, @key, @from, @to, @actorName, @atMs)`,
    { id: change.id, key: change.key, from: textOf(change.from), to: textOf(change.to), actorName: change.actorName, atMs: change.atMs },
  )
}

interface ChangeRecord {
  id: string
  key: string
  from_value: string | null
  to_value: string | null
  actor_name: string
  at_ms: number
  newest: number
}
const selectChanges = `SELECT id, key, from_value, to_value, actor_name, at_ms,
  sequence = (SELECT max(sequence) FROM setting_change newer WHERE newer.key = setting_change.key) AS newest FROM setting_change`
const changeOf = (row: ChangeRecord): ChangeRow & { newest: boolean } => ({
  id: row.id,
  key: row.key,
  from: valueOf(row.from_value),
  to: valueOf(row.to_value),
  actorName: row.actor_name,
  atMs: row.at_ms,
  newest: row.newest === 1,
})

export const newestChanges = (db: Readable, limit: number) =>
  db.all<ChangeRecord>(`${selectChanges} ORDER BY sequence DESC LIMIT @limit`, { limit }).map(changeOf)
export const changeById = (db: Readable, id: string) => {
  const row = db.get<ChangeRecord>(`${selectChanges} WHERE id = @id`, { id })
  return row ? changeOf(row) : null
}
