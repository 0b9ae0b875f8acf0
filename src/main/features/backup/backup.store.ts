/** What a console holds in figures, and what is noted of its backups. */
import type { Readable, Writable } from '../../database/database.ts'
import { horizonSequence, newestSequence } from '../../database/log-ends.ts'
import { defineNote } from '../../database/notes.ts'
import { unpackJson } from '../../database/packed-json.ts'
import type { Manifest } from './backup-lines.ts'

const count = (db: Readable, sql: string): number => db.get<{ n: number }>(sql)!.n

/** The newest policy of the guard, unpacked. */
const routesIn = (db: Readable): number => {
  const row = db.get<{ policy: Uint8Array }>('SELECT policy FROM guard_policy ORDER BY revision DESC LIMIT 1')
  if (!row) return 0
  const { routes } = unpackJson(row.policy) as { routes?: unknown[] }
  return routes?.length ?? 0
}

const lastHashOf = (db: Readable): string =>
  (
    db.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry ORDER BY sequence DESC LIMIT 1') ??
    db.get<{ hash: string }>('SELECT hash FROM log_horizon')
  )?.hash ?? ''

export const figuresOf = (db: Readable, withLog: boolean): Omit<Manifest, 'machine'> => {
  const horizon = horizonSequence(db)
  const lastSequence = Math.max(newestSequence(db), horizon)
  return {
    users: db
      .all<{ name: string; role: string; disabled: number }>('SELECT name, role, disabled FROM user ORDER BY name_key')
      .map(({ disabled, ...user }) => ({ ...user, disabled: disabled === 1 })),
    keys: count(db, 'SELECT count(*) AS n FROM api_key WHERE deleted_at_ms IS NULL'),
    routes: routesIn(db),
    settings: count(db, 'SELECT count(*) AS n FROM setting WHERE value IS NOT NULL'),
    logEntries: withLog ? lastSequence - horizon : null,
    lastSequence,
    lastHash: lastHashOf(db),
  }
}

export const installationIn = (db: Readable): string | null => db.get<{ id: string }>('SELECT id FROM installation')?.id ?? null

export const anybodyIsThere = (db: Readable): boolean => db.get('SELECT 1 FROM user LIMIT 1') !== undefined

export const checksOf = (db: Readable): Map<string, number> =>
  new Map(
    db
      .all<{ name: string; at: number }>('SELECT name, verified_at_ms AS at FROM backup_check')
      .map(({ name, at }): [string, number] => [name, at]),
  )
export const noteCheck = defineNote('backup_check', 'INSERT OR REPLACE INTO backup_check (name, verified_at_ms) VALUES (@name, @atMs)')
export const noteGone = defineNote('backup_check', 'DELETE FROM backup_check WHERE name = @name')

/** When the newest daily one was made; null: never. */
export const lastDaily = (db: Readable): number | null => db.get<{ at: number }>('SELECT at_ms AS at FROM backup_daily')?.at ?? null
/** A console that was set up today has its first one tomorrow. */
export const installedAt = (db: Readable): number => db.get<{ at: number }>('SELECT created_at_ms AS at FROM installation')!.at
export const noteDaily = defineNote('backup_daily', 'INSERT OR REPLACE INTO backup_daily (one, at_ms) VALUES (1, @atMs)')

export interface Restored {
  atMs: number
  by: string
  sentence: string
}
/** Written with the restore itself, and read by the start after it. */
export const restoredBefore = (db: Readable): Restored | null =>
  db.get<Restored>('SELECT at_ms AS atMs, by_name AS by, sentence FROM backup_restored') ?? null
export const writeRestored = (tx: Writable, { atMs, by, sentence }: Restored): void => {
  tx.run('INSERT OR REPLACE INTO backup_restored (one, at_ms, by_name, sentence) VALUES (1, @atMs, @by, @sentence)', { atMs, by, sentence })
}
export const noteRestoredTold = defineNote('backup_restored', 'DELETE FROM backup_restored WHERE one = @one')
