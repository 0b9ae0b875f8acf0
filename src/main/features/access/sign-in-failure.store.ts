/** Rows of failures by name, known or not. Bookkeeping: it grants nothing, and each lock has its own entry in the log. */
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { AttemptRecord } from './attempt-policy.ts'

/** A flood of invented names must not fill the disk. */
export const keptNames = 10_000

export const failuresOf = (db: Readable, nameHash: string): AttemptRecord | null =>
  db.get<AttemptRecord>(
    'SELECT failures, locks, last_at_ms AS lastAtMs, locked_until_ms AS lockedUntilMs FROM sign_in_failure WHERE name_hash = @nameHash',
    { nameHash },
  ) ?? null

export const clearFailures = (tx: Writable, nameHash: string): void => {
  tx.run('DELETE FROM sign_in_failure WHERE name_hash = @nameHash', { nameHash })
}

export const noteFailure = defineNote(
  'sign_in_failure',
  `INSERT INTO sign_in_failure (name_hash, of_user, failures, locks, last_at_ms, locked_until_ms)
   VALUES (@nameHash, @ofUser, @failures, @locks, @lastAtMs, @lockedUntilMs)
   ON CONFLICT (name_hash) DO UPDATE SET of_user = @ofUser, failures = @failures, locks = @locks, last_at_ms = @lastAtMs, locked_until_ms = @lockedUntilMs`,
)

export const noteForgiveness = defineNote(
  'sign_in_failure',
  'UPDATE sign_in_failure SET failures = max(0, failures - @count) WHERE name_hash = @nameHash',
)

/** Invented names go first, so that a flood of them does not wipe out what is counted against a user. */
export const noteOldestFailures = defineNote(
  'sign_in_failure',
  `DELETE FROM sign_in_failure WHERE name_hash IN (
     SELECT name_hash FROM sign_in_failure ORDER BY of_user, last_at_ms
     LIMIT max(0, (SELECT count(*) FROM sign_in_failure) - @kept))`,
)
