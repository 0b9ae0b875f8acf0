/** The log's signing keys: opened with the vault; only keys whose sealed private half opened are trusted. */
import type { Database, HeadSigner } from '../../database/database.ts'
import type { KeyRing, Resealer } from './key-ring.ts'
import { allSigningKeys, resealSigningKey } from './master-key.store.ts'
import { openSigningKey, sealAnew } from './signing-key.ts'

export interface SigningKeys {
  /** Opens all keys; the newest signs. Null where there is none. */
  open(ring: KeyRing): HeadSigner | null
  /** Null until they have been opened: then nobody can tell a forged signature. */
  trusted(): { id: string; publicKey: Uint8Array }[] | null
  newestId(): string | null
  /** A key that does not open stays as it is: it was forged before, and is not made good by this. */
  reseal: Resealer
}

export const createSigningKeys = ({ database }: { database: Database }): SigningKeys => {
  let trusted: { id: string; publicKey: Uint8Array }[] | null = null
  return {
    open: (ring) => {
      let newest: HeadSigner | null = null
      trusted = []
      for (const row of database.read(allSigningKeys)) {
        try {
          const { signer, publicKey } = openSigningKey(ring, row)
          trusted.push({ id: row.id, publicKey })
          newest = signer
        } catch {
          // A key that does not open under the vault's key was put there by somebody else: heads of it are forged.
        }
      }
      return newest
    },
    trusted: () => trusted,
    reseal: (tx, from, to) => {
      let resealed = 0
      for (const row of allSigningKeys(tx)) {
        const sealed = sealAnew(row, from, to)
        if (!sealed) continue
        resealSigningKey(tx, row.id, sealed)
        resealed++
      }
      return resealed
    },
    newestId: () => trusted?.at(-1)?.id ?? null,
  }
}
