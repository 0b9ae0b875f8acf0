/** Rows of users and sessions from before they were sealed: sealed once, at the first open vault. */
import type { Readable, Writable } from '../../database/database.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { allUsers, sealAsItIs } from './user.store.ts'
import { totpBinding } from './user-words.ts'
import type { UserRow } from './user.store.ts'

/** Entered with the first sealing. The log never forgets a word, so that there is no second one. */
export const sealedAction = 'users.sealed'

const bindingBefore = ({ id, mfaVersion }: UserRow): string => `user-totp:${id}:${mfaVersion}`

/** The secret of an authenticator as it was sealed before rows were; null where it was not, as in every row that once was sealed. */
const secretFromBefore = (ring: KeyRing, row: UserRow): Uint8Array | null => {
  try {
    return row.mfaSecret && ring.open(row.mfaSecret, bindingBefore(row))
  } catch {
    return null
  }
}

/** All users, where none of them was ever sealed and each is from before; else nobody. */
export const usersFromBefore = (db: Readable, ring: KeyRing): { row: UserRow; secret: Uint8Array }[] => {
  const rows = allUsers(db)
  if (rows.some((row) => row.rowSeal !== null)) return []
  if (db.get('SELECT 1 FROM log_text WHERE text = @sealedAction', { sealedAction })) return []
  const found = rows.flatMap((row) => {
    const secret = secretFromBefore(ring, row)
    return secret ? [{ row, secret }] : []
  })
  return found.length === rows.length ? found : []
}

export const sealFromBefore = (tx: Writable, ring: KeyRing, { row, secret }: { row: UserRow; secret: Uint8Array }): void =>
  sealAsItIs(tx, ring, row, { mfaSecret: ring.seal(secret, totpBinding(row.id, row.mfaVersion)) }, row.version + 1)

/** Sessions have no seal to check from before: they end, and one signs in anew. How many. */
export const endUnsealedSessions = (tx: Writable, atMs: number): number =>
  tx.run(
    `UPDATE session SET ended_at_ms = @atMs, ended_why = 'expired', stepped_up_until_ms = NULL WHERE seal IS NULL AND ended_at_ms IS NULL`,
    {
      atMs,
    },
  ).changes
