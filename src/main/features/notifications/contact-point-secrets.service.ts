/** The secrets of contact points. */
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { createKeptSecrets } from '../../outgoing/kept-secrets.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import { secretGoesTo, secretNeeded } from './channel-words.ts'
import { secretBinding } from './contact-point.store.ts'

/** `ring` throws VAULT_UNAVAILABLE while the vault is not open. */
export const createContactPointSecrets = (ring: () => KeyRing) =>
  createKeptSecrets<Pick<GivenContactPoint, 'channel'>>({
    ring,
    binding: secretBinding,
    goesTo: ({ channel }) => secretGoesTo(channel),
    needed: ({ channel }) => secretNeeded(channel),
  })
export type ContactPointSecrets = ReturnType<typeof createContactPointSecrets>
