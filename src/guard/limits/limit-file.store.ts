/**
 * SQL of the windows that guards on one machine share and that outlive them: one transaction a decision, so that it is exact
 * whoever else counts. Nothing is synced: a guard that is killed loses nothing, a machine that loses its power may lose the
 * file, which is worth no more than a day.
 */
import type Sqlite from 'better-sqlite3'
import { capacityOf } from '../../shared/limit-parts.ts'
import type { Limit } from '../../shared/policy.ts'
import { NotOurs } from './claim-file.ts'
import { FileBucket } from './file-bucket.ts'
import { FileWindow } from './file-window.ts'
import type { KeysInUse, LimitWindow } from './keyed-windows.ts'
import { mostNearest, nearestOf } from './keyed-windows.ts'

/** "GHLM": nothing is written into a file that is another program's. */
export const limitFileId = 0x47484c4d
/** So long may another guard's decision, or a machine that is too busy, hold this one up. */
const busyMs = 500
const pageBytes = 4096
const mostFileBytes = 512 * 1024 * 1024
/** Few, so that putting them into the file never takes long. */
const pagesInLog = 250
/** Of one limit; beyond, an attacker with many addresses makes be forgotten what would have counted the shortest. */
const usualMostKeys = 100_000
const windowsAtOnce = 200
/** Of those asked for lately, when somebody looks who is near: all of a hundred thousand would hold requests up. */
const mostLookedAt = 2_000
const hitsAtOnce = 5_000
const freePagesKept = 1_000

const schema = `
CREATE TABLE limit_set (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, windows INTEGER NOT NULL DEFAULT 0) STRICT;
-- "next" counts on for ever: the hit of number n stands in slot n modulo the limit. Nothing counts after until_ms.
CREATE TABLE limit_window (
  id INTEGER PRIMARY KEY, limit_set INTEGER NOT NULL, key TEXT NOT NULL,
  next INTEGER NOT NULL, count INTEGER NOT NULL, until_ms REAL NOT NULL, UNIQUE (limit_set, key)
) STRICT;
CREATE INDEX limit_window_until ON limit_window (limit_set, until_ms);
CREATE TABLE limit_hit (window INTEGER NOT NULL, slot INTEGER NOT NULL, at_ms REAL NOT NULL, PRIMARY KEY (window, slot)) STRICT, WITHOUT ROWID;
CREATE TABLE limit_time (one INTEGER PRIMARY KEY CHECK (one = 1), shared_ms REAL NOT NULL, utc_ms INTEGER NOT NULL) STRICT;
PRAGMA application_id = ${limitFileId};
PRAGMA user_version = 1;`

export interface SharedTime {
  /** The time that windows are counted in. */
  sharedMs: number
  /** What the clock on the wall said then. */
  utcMs: number
}

export interface LimitFile {
  /** Makes known what is counted; before the first decision by it. */
  prepare(limits: readonly Limit[]): void
  /** One decision, whole or not at all. */
  decide<T>(work: () => T): T
  /** Within a decision. */
  window(limit: Limit, key: string): LimitWindow
  inUse(limit: Limit, nowMs: number): KeysInUse
  time(): SharedTime | null
  /** Notes the time, and drops some of what counts no more. */
  tidy(time: SharedTime): void
  close(): void
}

const identityOf = ({ id, layer, limit, perMs, kind, burst }: Limit): string =>
  `${id} ${layer} ${limit} ${perMs}${kind === 'bucket' ? ` bucket ${burst}` : ''}`

/** Only where it is wanted: a guard that counts in memory has no need of it. */
export const loadSqlite = async (): Promise<typeof Sqlite> => (await import('better-sqlite3')).default

/** True: there was none. */
const makeSchema = (connection: Sqlite.Database): boolean => {
  const value = (name: string) => connection.pragma(name, { simple: true }) as number
  const version = value('user_version')
  if (version !== 0 && value('application_id') !== limitFileId) throw new NotOurs('its file is another program’s')
  if (version === 1) return false
  if (version !== 0) throw new Error('another version of the guard made its file')
  if (connection.prepare('SELECT 1 FROM sqlite_schema').get()) throw new NotOurs('its file is another program’s')
  connection.exec(schema)
  return true
}

/** Of a file that is there and this user's own, see `claim-file.ts`. Throws what SQLite throws. */
export const openLimitFile = (Database: typeof Sqlite, path: string, mostKeys = usualMostKeys): LimitFile => {
  const connection = new Database(path, { timeout: busyMs })
  try {
    connection.pragma('auto_vacuum = INCREMENTAL')
    connection.pragma('journal_mode = WAL')
    connection.pragma(`wal_autocheckpoint = ${pagesInLog}`)
    connection.pragma(`max_page_count = ${mostFileBytes / pageBytes}`)
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('temp_store = MEMORY')
    if (connection.transaction(() => makeSchema(connection)).immediate()) connection.pragma('wal_checkpoint(FULL)')
    connection.pragma('synchronous = OFF')
  } catch (error) {
    connection.close()
    throw error
  }

  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollback = connection.prepare('ROLLBACK')
  const addSet = connection.prepare('INSERT INTO limit_set (identity) VALUES (?) ON CONFLICT DO NOTHING')
  const setOf = connection.prepare<[string], { id: number }>('SELECT id FROM limit_set WHERE identity = ?')
  const allSets = connection.prepare<[], { id: number }>('SELECT id FROM limit_set WHERE windows > 0')
  const windowsOfSet = connection.prepare<[number], { windows: number }>('SELECT windows FROM limit_set WHERE id = ?')
  const grow = connection.prepare<[number, number]>('UPDATE limit_set SET windows = windows + ? WHERE id = ?')
  const find = connection.prepare<[number, string], { id: number; next: number; count: number }>(
    'SELECT id, next, count FROM limit_window WHERE limit_set = ? AND key = ?',
  )
  const add = connection.prepare<[number, string]>(
    'INSERT INTO limit_window (limit_set, key, next, count, until_ms) VALUES (?, ?, 0, 0, 0)',
  )
  const keep = connection.prepare<[number, number, number, number]>(
    'UPDATE limit_window SET next = ?, count = ?, until_ms = ? WHERE id = ?',
  )
  const hitAt = connection.prepare<[number, number], { atMs: number }>('SELECT at_ms AS atMs FROM limit_hit WHERE window = ? AND slot = ?')
  const putHit = connection.prepare<[number, number, number]>(
    'INSERT INTO limit_hit (window, slot, at_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms',
  )
  const firstOut = connection.prepare<[number, number, number], { id: number }>(
    'SELECT id FROM limit_window INDEXED BY limit_window_until WHERE limit_set = ? AND until_ms <= ? ORDER BY until_ms LIMIT ?',
  )
  const dropHits = connection.prepare<[number, number, number]>(
    'DELETE FROM limit_hit WHERE window = ? AND slot IN (SELECT slot FROM limit_hit WHERE window = ? LIMIT ?)',
  )
  const dropWindow = connection.prepare<[number]>('DELETE FROM limit_window WHERE id = ?')
  const lately = connection.prepare<[number, number, number, number], { id: number; key: string; next: number; count: number }>(
    `SELECT id, key, next, count FROM (
       SELECT id, key, next, count FROM limit_window INDEXED BY limit_window_until
       WHERE limit_set = ? AND until_ms > ? ORDER BY until_ms DESC LIMIT ?
     ) ORDER BY count DESC LIMIT ?`,
  )
  const living = connection.prepare<[number, number], { keys: number }>(
    'SELECT count(*) AS keys FROM limit_window INDEXED BY limit_window_until WHERE limit_set = ? AND until_ms > ?',
  )
  const readTime = connection.prepare<[], SharedTime>('SELECT shared_ms AS sharedMs, utc_ms AS utcMs FROM limit_time')
  const putTime = connection.prepare<[number, number]>(
    'INSERT INTO limit_time (one, shared_ms, utc_ms) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET shared_ms = excluded.shared_ms, utc_ms = excluded.utc_ms',
  )

  const sets = new Map<string, number>()
  const setIdOf = (limit: Limit): number => {
    const identity = identityOf(limit)
    const known = sets.get(identity)
    if (known !== undefined) return known
    // Of a policy before; not remembered, since the decision may be rolled back.
    addSet.run(identity)
    return setOf.get(identity)!.id
  }
  /** False: there is more of it. */
  const drop = (set: number, window: number): boolean => {
    if (dropHits.run(window, window, hitsAtOnce).changes === hitsAtOnce) return false
    dropWindow.run(window)
    grow.run(-1, set)
    return true
  }
  const makeRoom = (set: number): void => {
    if (windowsOfSet.get(set)!.windows < mostKeys) return
    const [first] = firstOut.all(set, Number.MAX_VALUE, 1)
    while (first && !drop(set, first.id));
  }
  const windowOf = (limit: Limit, set: number, key: string, row: { id: number; next: number; count: number } | undefined): LimitWindow => {
    const isBucket = limit.kind === 'bucket'
    // The moment of a bucket is when it is full, and nothing counts any more.
    const countsMs = isBucket ? 0 : limit.perMs
    const Kind = isBucket ? FileBucket : FileWindow
    return new Kind(limit, row ?? { id: null, next: 0, count: 0 }, {
      add: () => {
        makeRoom(set)
        grow.run(1, set)
        return Number(add.run(set, key).lastInsertRowid)
      },
      hitAt: (window, slot) => {
        const hit = hitAt.get(window, slot)
        if (!hit) throw new Error('a moment is missing in the file')
        return hit.atMs
      },
      keep: (window, { next, count }, slot, atMs) => {
        putHit.run(window, slot, atMs)
        keep.run(next, count, atMs + countsMs, window)
      },
    })
  }
  const decide = <T>(work: () => T): T => {
    begin.run()
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (connection.inTransaction) rollback.run()
      throw error
    }
  }

  return {
    prepare: (limits) => {
      for (const identity of limits.map(identityOf)) {
        if (sets.has(identity)) continue
        if (!setOf.get(identity)) addSet.run(identity)
        sets.set(identity, setOf.get(identity)!.id)
      }
    },
    decide,
    window: (limit, key) => {
      const set = setIdOf(limit)
      return windowOf(limit, set, key, find.get(set, key))
    },
    inUse: (limit, nowMs) => {
      const set = setIdOf(limit)
      // Their counts are of when they were last asked: some beyond those wanted, since fewer may count by now.
      const lefts = lately
        .all(set, nowMs, mostLookedAt, 3 * mostNearest)
        .map((row): [string, number] => [row.key, windowOf(limit, set, row.key, row).left(nowMs)])
      return { keys: living.get(set, nowMs)!.keys, nearest: nearestOf(lefts, capacityOf(limit)).nearest }
    },
    time: () => readTime.get() ?? null,
    tidy: ({ sharedMs, utcMs }) => {
      decide(() => {
        putTime.run(sharedMs, utcMs)
        let room = windowsAtOnce
        for (const { id: set } of allSets.all()) {
          for (const { id } of firstOut.all(set, sharedMs, room)) {
            room -= 1
            if (!drop(set, id)) return
          }
          if (room <= 0) return
        }
      })
      if ((connection.pragma('freelist_count', { simple: true }) as number) > freePagesKept)
        connection.pragma(`incremental_vacuum(${windowsAtOnce})`)
    },
    close: () => connection.close(),
  }
}
