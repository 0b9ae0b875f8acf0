/** The secrets of destinations: sealed by the vault, opened for each batch and kept nowhere, and never sent to another place than they were given for. */
import { GatehouseError } from '../../../shared/errors.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { secretBinding } from './forwarding.store.ts'
import type { Destination } from './forwarding.store.ts'
import { refuseField } from './given-destination.ts'
import type { GivenDestination } from './given-destination.ts'
import { secretGoesTo } from './target-address.ts'

type Sealed = Pick<Destination, 'sealedSecret' | 'secretVersion'>

/** `ring` throws VAULT_UNAVAILABLE while the vault is not open. */
export const createDestinationSecrets = (ring: () => KeyRing) => {
  /** Throws VAULT_UNAVAILABLE, or CONFLICT where what is stored does not open. */
  const open = ({ id, sealedSecret, secretVersion }: Destination): string | null => {
    if (!sealedSecret) return null
    const opening = ring()
    try {
      return opening.open(sealedSecret, secretBinding(id, secretVersion)).toString()
    } catch {
      throw new GatehouseError(
        'CONFLICT',
        'The secret that is stored does not open: it was damaged, or changed by another program. Enter it again.',
        {},
      )
    }
  }

  /** Whether the stored secret goes on to this target. Throws INVALID_INPUT where it would reach another place than before. */
  const carries = (given: GivenDestination, stored: Destination | null): stored is Destination => {
    if (given.secret !== null || !stored?.sealedSecret) return false
    const to = secretGoesTo(given.target)
    if (to === null) return false
    if (to !== secretGoesTo(stored.target))
      throw refuseField('secret', 'Enter the secret again: it would go to another place than the one it was given for.')
    return true
  }

  const requireGiven = (given: GivenDestination): void => {
    if (given.secret === null && given.target.kind === 'webhook')
      throw refuseField('secret', 'Give the secret that signs, so that the receiver can tell who sent it.')
  }

  return {
    open,
    /** To be written as `version` of the destination, in the same turn. Throws INVALID_INPUT or VAULT_UNAVAILABLE. */
    seal: (id: string, version: number, given: GivenDestination, stored: Destination | null): Sealed => {
      if (carries(given, stored)) return { sealedSecret: stored.sealedSecret, secretVersion: stored.secretVersion }
      requireGiven(given)
      if (given.secret === null) return { sealedSecret: null, secretVersion: 0 }
      return { sealedSecret: ring().seal(Buffer.from(given.secret), secretBinding(id, version)), secretVersion: version }
    },
    /** The one that would be used. Throws INVALID_INPUT, VAULT_UNAVAILABLE or CONFLICT. */
    openFor: (given: GivenDestination, stored: Destination | null): string | null => {
      if (carries(given, stored)) return open(stored)
      requireGiven(given)
      return given.secret
    },
  }
}
export type DestinationSecrets = ReturnType<typeof createDestinationSecrets>
