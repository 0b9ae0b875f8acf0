/** Who must have a second factor by the setting in force; whoever it reaches is looked at again when it changes. */
import type { LiveEvents } from '../../../ports/live-events.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { Database } from '../../database/database.ts'
import { mfaRuleOf } from './access-settings.ts'
import type { AccessSettings } from './access-settings.ts'
import { mfaIsRequired } from './mfa-policy.ts'
import { allUsers } from './user.store.ts'

interface Judged {
  role: Role
  opensVault: 0 | 1
}

export interface MfaPolicy {
  requires(user: Judged): boolean
  /** They have none, and nobody acts as them until they do. */
  mustEnrol(user: Judged & { mfaSecret: Uint8Array | null }): boolean
  /** Throws CONFLICT where they may not go on without. */
  assertOptional(user: Judged): void
  stop(): void
}

export interface MfaPolicyOptions {
  database: Pick<Database, 'read'>
  settings: AccessSettings
  events: LiveEvents
}

export const mustEnrol = () => new GatehouseError('CONFLICT', 'You must have an authenticator here. Set one up to go on.', {})

export const createMfaPolicy = ({ database, settings, events }: MfaPolicyOptions): MfaPolicy => {
  const requires = (user: Judged): boolean => mfaIsRequired(mfaRuleOf(settings), user)
  let before = mfaRuleOf(settings)
  const stop = events.subscribe((event) => {
    if (event.kind !== 'settings-changed' || mfaRuleOf(settings) === before) return
    before = mfaRuleOf(settings)
    const without = database.read(allUsers).filter(({ mfaSecret }) => mfaSecret === null)
    for (const { id } of without) events.publish({ kind: 'session-changed', userId: id, sessionId: null })
  })
  return {
    requires,
    mustEnrol: (user) => user.mfaSecret === null && requires(user),
    assertOptional: (user) => {
      if (requires(user)) throw mustEnrol()
    },
    stop,
  }
}
