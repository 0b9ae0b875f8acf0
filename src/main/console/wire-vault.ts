/** Wires the vault and the place of its master key. */
import { resealForwarding } from '../features/forwarding/forwarding.service.ts'
import { resealNotifications } from '../features/notifications/notifications.service.ts'
import type { GivenVariable } from '../features/vault/given-environment.ts'
import { resealKeys } from '../features/vault/key-upkeep.service.ts'
import { masterKeyHandlers } from '../features/vault/master-key.procedures.ts'
import { createMasterKey } from '../features/vault/master-key.service.ts'
import { vaultHandlers } from '../features/vault/vault.procedures.ts'
import { createVault } from '../features/vault/vault.service.ts'
import { statusOf } from './console-status.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'
import type { WiredAccess } from './wire-access.ts'
import type { WiredKeys } from './wire-keys.ts'

export interface WireVaultOptions {
  opening: WiredKeys
  entrance: WiredAccess
  /** What the console was started in; see `captureEnvironment`. */
  environment: readonly GivenVariable[]
}

export const wireVault = (foundation: Foundation, { opening, entrance, environment }: WireVaultOptions) => {
  const { database } = foundation
  const { given, entries, keys, recovery, signingKeys } = opening
  const { access, downloads } = entrance
  const vault = createVault({
    ...foundation,
    keys,
    downloads,
    environment,
    sessionIsOpen: (sessionId) => access.sessionIsOpen(sessionId),
    providerLink: foundation.options.providerLink ?? {},
  })
  const masterKey = createMasterKey({
    ...foundation,
    keys,
    entries,
    recovery,
    downloads,
    given,
    // Every feature that keeps something sealed.
    resealers: [access.reseal, signingKeys.reseal, resealKeys, resealForwarding, resealNotifications],
    confirmPassword: (by, session, password) => access.reauthentication.confirmPassword(by, session, password, 'master-key-move'),
  })
  keys.whenOpen(() => void entries.tidy())
  const status = () => statusOf(keys.state(), keys.place(), database.storage(), keys.placeTrouble())
  const part = {
    handlers: { vault: vaultHandlers(vault), masterKey: masterKeyHandlers(masterKey, status) },
    start: () => vault.start(),
    settle: () => vault.stop(),
  } satisfies Part
  return { ...part, status, vault }
}
