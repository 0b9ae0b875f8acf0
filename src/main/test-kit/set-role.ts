/** Gives a user of a test console another role at once, sealed as the console itself would have, for tests of what a role may not. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Role } from '../../shared/permissions.ts'
import { sealOfUser } from '../features/access/user-seal.ts'
import type { UserRow } from '../features/access/user.store.ts'
import type { MasterKeyRow } from '../features/vault/master-key.store.ts'
import type { KeyRing } from '../features/vault/key-ring.ts'
import { openKeys } from '../features/vault/open-keys.ts'
import type { TestConsole } from './create-test-console.ts'

const ringOf = (connection: Sqlite.Database, { keychain }: Pick<TestConsole, 'keychain'>): KeyRing => {
  const row = connection.prepare<[], MasterKeyRow>('SELECT * FROM master_key').get()
  const [entry] = keychain.entries.values()
  if (!row || !entry) throw new Error('The master key of this console does not lie in its keychain.')
  return openKeys(row, Buffer.from(entry, 'base64')).ring
}

/** The change that an administrator would make, without one. The master key has to lie in the keychain. */
export const setRole = (console: Pick<TestConsole, 'dataDirectory' | 'keychain'>, role: Role, name = 'mara'): void => {
  const connection = new Sqlite(join(console.dataDirectory, 'gatehouse.db'))
  try {
    const ring = ringOf(connection, console)
    const user = connection
      .prepare<[string], UserRow>(
        `SELECT id, name, name_key AS nameKey, disabled, opens_vault AS opensVault, password_hash AS passwordHash, mfa_version AS mfaVersion,
           mfa_secret AS mfaSecret, version FROM user WHERE name = ?`,
      )
      .get(name)!
    const version = user.version + 1
    connection
      .prepare('UPDATE user SET role = ?, version = ?, row_seal = ? WHERE id = ?')
      .run(role, version, sealOfUser(ring, { ...user, role, version }), user.id)
  } finally {
    connection.close()
  }
}
