/** The rows of a backup in the place of those of a console that is set up, with what must not fall back to an earlier time. */
import type { Readable, Writable } from '../../database/database.ts'
import { tablesOf } from '../../database/dump-tables.ts'
import { packJson, unpackJson } from '../../database/packed-json.ts'
import { horizonSequence, newestSequence } from '../../database/log-ends.ts'
import { replaceTables } from '../../database/replace-tables.ts'
import { stays } from './backup-tables.ts'

interface Kept {
  codeSteps: { id: string; step: number }[]
  usedCodes: { userId: string; mac: Uint8Array; atMs: number }[]
  positions: { id: string; position: number; head: number }[]
}

const keptOf = (db: Readable): Kept => ({
  codeSteps: db.all('SELECT id, last_code_step AS step FROM user'),
  usedCodes: db.all('SELECT user_id AS userId, mac, used_at_ms AS atMs FROM backup_code WHERE used_at_ms IS NOT NULL'),
  positions: db.all('SELECT destination_id AS id, position, head_sequence AS head FROM forwarding_progress'),
})

/** A code that was used is not good once more, and what was sent of the log is not sent again. */
const putBack = (tx: Writable, { codeSteps, usedCodes, positions }: Kept): void => {
  for (const { id, step } of codeSteps) tx.run('UPDATE user SET last_code_step = max(last_code_step, @step) WHERE id = @id', { id, step })
  for (const { userId, mac, atMs } of usedCodes)
    tx.run('UPDATE backup_code SET used_at_ms = coalesce(used_at_ms, @atMs) WHERE user_id = @userId AND mac = @mac', { userId, mac, atMs })
  for (const { id, position, head } of positions)
    tx.run(
      'UPDATE forwarding_progress SET position = max(position, @position), head_sequence = max(head_sequence, @head) WHERE destination_id = @id',
      { id, position, head },
    )
}

/** The log goes on further up than the backup knows: a position of another installation means nothing here, nor does a batch of then. */
const withinLog = (tx: Writable): void => {
  const last = Math.max(newestSequence(tx), horizonSequence(tx))
  tx.run(
    'UPDATE forwarding_progress SET position = min(position, @last), head_sequence = min(head_sequence, @last), sending_until = NULL, sending_head = NULL',
    { last },
  )
}

interface PolicyRow {
  revision: number
  policy: Uint8Array
}
const newestPolicy = (db: Readable): PolicyRow | undefined =>
  db.get<PolicyRow>('SELECT revision, policy FROM guard_policy ORDER BY revision DESC LIMIT 1')

/** The guard's policy of the backup as a new revision, so that a guard that runs takes it, and the ones before stay in the history. */
const takePolicy = (tx: Writable, from: Readable, by: { name: string; atMs: number }): void => {
  const restored = newestPolicy(from)
  const present = newestPolicy(tx)
  if (!restored) return
  const revision = (present?.revision ?? 0) + 1
  const policy = unpackJson(restored.policy) as object
  tx.run(
    'INSERT INTO guard_policy (revision, at_ms, actor_name, sentences, policy) VALUES (@revision, @atMs, @name, @sentences, @packed)',
    {
      revision,
      ...by,
      sentences: JSON.stringify(['The policy was restored from a backup']),
      packed: packJson({ ...policy, revision }),
    },
  )
}

const takeRevokedKeys = (tx: Writable, from: Readable): void => {
  for (const row of from.all<{ id: string; atMs: number }>('SELECT key_id AS id, revoked_at_ms AS atMs FROM guard_revoked_key'))
    tx.run('INSERT OR IGNORE INTO guard_revoked_key (key_id, revoked_at_ms) VALUES (@id, @atMs)', { ...row })
}

/** All but what stays; `also` with the triggers still aside. */
export const restoreHere = (tx: Writable, from: Readable, by: { name: string; atMs: number }, also: (tx: Writable) => void): void => {
  const kept = keptOf(tx)
  const tables = tablesOf(tx).filter((table) => !stays.has(table))
  replaceTables(tx, from, tables, () => {
    putBack(tx, kept)
    withinLog(tx)
    takePolicy(tx, from, by)
    takeRevokedKeys(tx, from)
    also(tx)
  })
}

/** How many keys would have their text again that were revoked or deleted here since. */
export const keysBackAlive = (present: Readable, from: Readable): number => {
  const dead = present.all<{ id: string }>('SELECT id FROM api_key WHERE revoked_at_ms IS NOT NULL OR deleted_at_ms IS NOT NULL')
  const alive = new Set(
    from.all<{ id: string }>('SELECT id FROM api_key WHERE revoked_at_ms IS NULL AND deleted_at_ms IS NULL').map(({ id }) => id),
  )
  return dead.filter(({ id }) => alive.has(id)).length
}

/** As the first step of the schema makes it. */
export const beginEmptyLog = (tx: Writable): void => {
  tx.run('INSERT INTO log_horizon (only, sequence, hash) VALUES (1, 0, @hash)', { hash: '0'.repeat(64) })
}

export interface HeadOfBeginning {
  sequence: number
  atMs: number
  hash: string
  keyId: string
  signature: Uint8Array
}

/** A log that was left out of the backup begins above `head`, which says so under its signature; null: nobody could sign it. */
export const beginLogAbove = (
  tx: Writable,
  { sequence, hash, atMs }: Omit<HeadOfBeginning, 'keyId' | 'signature'>,
  head: HeadOfBeginning | null,
): void => {
  tx.run('UPDATE log_horizon SET sequence = @sequence, hash = @hash, raised_at_ms = @atMs WHERE sequence < @sequence', {
    sequence,
    hash,
    atMs,
  })
  if (!head || sequence === 0) return
  tx.run(
    `INSERT INTO log_head (sequence, at_ms, hash, horizon_sequence, horizon_hash, key_id, signature)
     VALUES (@sequence, @atMs, @hash, @sequence, @hash, @keyId, @signature)`,
    { ...head },
  )
}

/** A guard of this machine counts its batches from the beginning. */
export const forgetGuardBatches = (tx: Writable): void => {
  tx.run('UPDATE guard_run SET batch = 0')
}
