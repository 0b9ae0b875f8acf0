/** SQL of the guard's policies by revision, of revoked keys, and of whether the guard shall run. */
import type { Readable, Writable } from '../../database/database.ts'

export interface KeptPolicy {
  revision: number
  packed: Uint8Array
}

export const newestPolicy = (db: Readable): KeptPolicy | null =>
  db.get<KeptPolicy>('SELECT revision, policy AS packed FROM guard_policy ORDER BY revision DESC LIMIT 1') ?? null

export const policyOfRevision = (db: Readable, revision: number): Uint8Array | null =>
  db.get<{ packed: Uint8Array }>('SELECT policy AS packed FROM guard_policy WHERE revision = @revision', { revision })?.packed ?? null

/** 0 where there is none. */
export const newestRevision = (db: Readable): number =>
  db.get<{ revision: number }>('SELECT coalesce(max(revision), 0) AS revision FROM guard_policy')!.revision

export interface KeptChange {
  revision: number
  atMs: number
  actorName: string
  /** JSON. */
  sentences: string
}

/** Newest first. */
export const changesBefore = (db: Readable, before: number, limit: number): KeptChange[] =>
  db.all<KeptChange>(
    `SELECT revision, at_ms AS atMs, actor_name AS actorName, sentences FROM guard_policy
     WHERE revision < @before ORDER BY revision DESC LIMIT @limit`,
    { before, limit },
  )

export const insertPolicy = (tx: Writable, { packed, ...change }: KeptChange & KeptPolicy): void => {
  tx.run(
    `INSERT INTO guard_policy (revision, at_ms, actor_name, sentences, policy)
     VALUES (@revision, @atMs, @actorName, @sentences, @packed)`,
    { ...change, packed },
  )
}

/** The newest `count` stay, as far as they are no larger than `bytes` together; the newest of all does. */
export const dropOldPolicies = (tx: Writable, count: number, bytes: number): void => {
  tx.run(
    `DELETE FROM guard_policy WHERE revision IN (
       SELECT revision FROM (
         SELECT revision, row_number() OVER newest_first AS place, sum(length(policy)) OVER newest_first AS bytes
         FROM guard_policy WINDOW newest_first AS (ORDER BY revision DESC))
       WHERE place > 1 AND (place > @count OR bytes > @bytes))`,
    { count, bytes },
  )
}

export const revokedKeys = (db: Readable): ReadonlySet<string> =>
  new Set(db.all<{ id: string }>('SELECT key_id AS id FROM guard_revoked_key').map(({ id }) => id))
export const insertRevokedKey = (tx: Writable, id: string, atMs: number): void => {
  tx.run('INSERT OR REPLACE INTO guard_revoked_key (key_id, revoked_at_ms) VALUES (@id, @atMs)', { id, atMs })
}

export const guardIsWanted = (db: Readable): boolean => db.get<{ wanted: number }>('SELECT wanted FROM guard_run')!.wanted === 1
export const setGuardWanted = (tx: Writable, wanted: boolean): void => {
  tx.run('UPDATE guard_run SET wanted = @wanted', { wanted: Number(wanted) })
}

/** The newest batch of which the events are in the log. */
export const enteredBatch = (db: Readable): number => db.get<{ batch: number }>('SELECT batch FROM guard_run')!.batch
export const setEnteredBatch = (tx: Writable, batch: number): void => {
  tx.run('UPDATE guard_run SET batch = @batch', { batch })
}
