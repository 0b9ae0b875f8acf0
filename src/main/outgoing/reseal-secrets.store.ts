/** Seals the secrets of a table of receivers under another ring. */
import type { Writable } from '../database/database.ts'
import type { KeyRing } from '../features/vault/key-ring.ts'

interface SecretRow {
  id: string
  sealed_secret: Uint8Array
  secret_version: number
}

/** All secrets of the table; how many. One that does not open stays as it is: it did not before, and its row says so. */
export const resealSecretsOf =
  (table: 'forwarding_destination' | 'contact_point', binding: (id: string, secretVersion: number) => string) =>
  (tx: Writable, from: KeyRing, to: KeyRing): number => {
    let count = 0
    for (const { id, sealed_secret: sealed, secret_version: version } of tx.all<SecretRow>(
      `SELECT id, sealed_secret, secret_version FROM ${table} WHERE sealed_secret IS NOT NULL`,
    )) {
      let plain: Buffer
      try {
        plain = from.open(sealed, binding(id, version))
      } catch {
        continue
      }
      tx.run(`UPDATE ${table} SET sealed_secret = @sealed WHERE id = @id`, { id, sealed: to.seal(plain, binding(id, version)) })
      count++
    }
    return count
  }
