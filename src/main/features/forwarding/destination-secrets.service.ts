/** The secrets of destinations. */
import { createKeptSecrets } from '../../outgoing/kept-secrets.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { secretBinding } from './forwarding.store.ts'
import type { GivenDestination } from './given-destination.ts'
import { secretGoesTo } from './target-address.ts'

/** `ring` throws VAULT_UNAVAILABLE while the vault is not open. */
export const createDestinationSecrets = (ring: () => KeyRing) =>
  createKeptSecrets<Pick<GivenDestination, 'target'>>({
    ring,
    binding: secretBinding,
    goesTo: ({ target }) => secretGoesTo(target),
    needed: ({ target }) => (target.kind === 'webhook' ? 'Give the secret that signs, so that the receiver can tell who sent it.' : null),
  })
export type DestinationSecrets = ReturnType<typeof createDestinationSecrets>
