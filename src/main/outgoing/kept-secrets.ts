/** The secrets of receivers: sealed by the vault, opened for each sending and kept nowhere, and never sent to another place than they were given for. */
import { GatehouseError } from '../../shared/errors.ts'
import type { KeyRing } from '../features/vault/key-ring.ts'
import { refuseField } from './refuse-field.ts'

export interface SealedSecret {
  sealedSecret: Uint8Array | null
  /** The version of the row that the secret came with. */
  secretVersion: number
}

export interface KeptSecretsOptions<Given> {
  /** Throws VAULT_UNAVAILABLE while the vault is not open. */
  ring: () => KeyRing
  /** A secret that was moved to another row or version does not open. */
  binding(id: string, secretVersion: number): string
  /** Where its secret goes: it is given anew when this changes. Null: it takes none. */
  goesTo(given: Given): string | null
  /** Why it cannot do without a secret; null where it can. */
  needed(given: Given): string | null
}

export const createKeptSecrets = <Given extends object>({ ring, binding, goesTo, needed }: KeptSecretsOptions<Given>) => {
  type Stored = Given & SealedSecret & { id: string }
  type GivenWithSecret = Given & { secret: string | null }

  /** Throws VAULT_UNAVAILABLE, or CONFLICT where what is stored does not open. */
  const open = ({ id, sealedSecret, secretVersion }: SealedSecret & { id: string }): string | null => {
    if (!sealedSecret) return null
    const opening = ring()
    try {
      return opening.open(sealedSecret, binding(id, secretVersion)).toString()
    } catch {
      throw new GatehouseError(
        'CONFLICT',
        'The secret that is stored does not open: it was damaged, or changed by another program. Enter it again.',
        {},
      )
    }
  }

  /** Whether the stored secret goes on to the same place. Throws INVALID_INPUT where it would reach another than before. */
  const carries = (given: GivenWithSecret, stored: Stored | null): stored is Stored => {
    if (given.secret !== null || !stored?.sealedSecret) return false
    const to = goesTo(given)
    if (to === null) return false
    if (to !== goesTo(stored))
      throw refuseField('secret', 'Enter the secret again: it would go to another place than the one it was given for.')
    return true
  }

  const requireGiven = (given: GivenWithSecret): void => {
    const why = given.secret === null ? needed(given) : null
    if (why !== null) throw refuseField('secret', why)
  }

  return {
    open,
    /** To be written as `version` of the row, in the same turn. Throws INVALID_INPUT or VAULT_UNAVAILABLE. */
    seal: (id: string, version: number, given: GivenWithSecret, stored: Stored | null): SealedSecret => {
      if (carries(given, stored)) return { sealedSecret: stored.sealedSecret, secretVersion: stored.secretVersion }
      requireGiven(given)
      if (given.secret === null) return { sealedSecret: null, secretVersion: 0 }
      return { sealedSecret: ring().seal(Buffer.from(given.secret), binding(id, version)), secretVersion: version }
    },
    /** The one that would be used. Throws INVALID_INPUT, VAULT_UNAVAILABLE or CONFLICT. */
    openFor: (given: GivenWithSecret, stored: Stored | null): string | null => {
      if (carries(given, stored)) return open(stored)
      requireGiven(given)
      return given.secret
    },
  }
}
