/** Run-time values and their history. */
import type { SettingAct, SettingValue } from '../../../shared/contract/settings.ts'
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

/** What was done at once. */
export interface Act extends Pick<SettingAct, 'id' | 'kind' | 'name' | 'actorName' | 'atMs'> {}

export interface ChangeRow {
  id: string
  key: string
  from: SettingValue | null
  to: SettingValue | null
  fromInForce: SettingValue | null
  toInForce: SettingValue | null
}

export const writeSetting = (tx: Writable, act: Act, change: ChangeRow, version: number): void => {
  tx.run(
    'INSERT INTO setting (key, value, version) VALUES (@key, @value, @version) ON CONFLICT (key) DO UPDATE SET value = @value, version = @version',
    {
      key: change.key,
      value: textOf(change.to),
      version,
    },
  )
  tx.run(
    `INSERT INTO setting_change (sequence, id, key, from_value, to_value, actor_name, at_ms, act_id, act_kind, act_name, from_in_force, to_in_force)
     VALUES ((SELECT coalesce(max(sequence), 0) + 1 FROM setting_change), @id, @key, @from, @to, @actorName, @atMs, @actId, @actKind, @actName,
       @fromInForce, @toInForce)`,
    {
      id: change.id,
      key: change.key,
      from: textOf(change.from),
      to: textOf(change.to),
      actorName: act.actorName,
      atMs: act.atMs,
      actId: act.id,
      actKind: act.kind,
      actName: act.name,
      fromInForce: textOf(change.fromInForce),
      toInForce: textOf(change.toInForce),
    },
  )
}

interface ChangeRecord {
  sequence: number
  id: string
  key: string
  from_value: string | null
  to_value: string | null
  actor_name: string
  at_ms: number
  act_id: string | null
  act_kind: SettingAct['kind'] | null
  act_name: string | null
  from_in_force: string | null
  to_in_force: string | null
  newest: number
}
// Rows without an act were written before acts were kept: each was one.
const selectChanges = `SELECT sequence, id, key, from_value, to_value, actor_name, at_ms, act_id, act_kind, act_name,
  from_in_force, to_in_force, sequence = (SELECT max(sequence) FROM setting_change newer WHERE newer.key = setting_change.key) AS newest FROM setting_change`

/** With its changes in their order. `sequence` is that of the last. */
export type StoredAct = Act & { sequence: number; newest: boolean; changes: ChangeRow[] }

const actsOf = (rows: readonly ChangeRecord[]): StoredAct[] => {
  const acts = new Map<string, StoredAct>()
  for (const row of rows) {
    const change: ChangeRow = {
      id: row.id,
      key: row.key,
      from: valueOf(row.from_value),
      to: valueOf(row.to_value),
      fromInForce: valueOf(row.from_in_force),
      toInForce: valueOf(row.to_in_force),
    }
    const known = acts.get(row.act_id ?? row.id)
    if (known) {
      known.changes.push(change)
      known.sequence = row.sequence
      known.newest &&= row.newest === 1
    } else
      acts.set(row.act_id ?? row.id, {
        id: row.act_id ?? row.id,
        kind: row.act_kind ?? (row.to_value === null ? 'reset' : 'change'),
        name: row.act_name,
        actorName: row.actor_name,
        atMs: row.at_ms,
        sequence: row.sequence,
        newest: row.newest === 1,
        changes: [change],
      })
  }
  return [...acts.values()].toSorted((a, b) => b.sequence - a.sequence)
}

/** Newest first, each whole: all, or those with a change of one setting. */
export const newestActs = (db: Readable, { key, before, limit }: { key: string | null; before: number | null; limit: number }) =>
  actsOf(
    db.all<ChangeRecord>(
      `${selectChanges} WHERE coalesce(act_id, id) IN (
         SELECT coalesce(act_id, id) FROM setting_change
         WHERE (@key IS NULL OR coalesce(act_id, id) IN (SELECT coalesce(act_id, id) FROM setting_change WHERE key = @key))
         GROUP BY 1 HAVING @before IS NULL OR max(sequence) < @before ORDER BY max(sequence) DESC LIMIT @limit
       ) ORDER BY sequence`,
      { key, before, limit },
    ),
  )

/** Of an act's id: all of it. Of a change's id: that change alone, and the act it belongs to. Null where there is none. */
export const actById = (db: Readable, id: string): { act: StoredAct; of: ChangeRow[] } | null => {
  const actId = db.get<{ id: string }>(
    'SELECT coalesce(act_id, id) AS id FROM setting_change WHERE coalesce(act_id, id) = @id OR id = @id LIMIT 1',
    {
      id,
    },
  )?.id
  if (actId === undefined) return null
  const [act] = actsOf(db.all<ChangeRecord>(`${selectChanges} WHERE coalesce(act_id, id) = @actId ORDER BY sequence`, { actId }))
  if (!act) return null
  return { act, of: id === actId ? act.changes : act.changes.filter((change) => change.id === id) }
}
