/** Wires who may come in, and the files that leave with them. */
import { accessHandlers, accountHandlers } from '../features/access/access.procedures.ts'
import { invitationHandlers, usersHandlers } from '../features/access/users.procedures.ts'
import { createAccess } from '../features/access/access.service.ts'
import { createAccessTokens } from '../features/access/access-tokens.service.ts'
import { tokensHandlers } from '../features/access/tokens.procedures.ts'
import type { Identities } from './asked-by.ts'
import { createDownloadDesk } from './downloads.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'
import type { WiredKeys } from './wire-keys.ts'

export const wireAccess = (foundation: Foundation, { hasher, keys, recovery }: WiredKeys) => {
  const { clock, ids, events } = foundation
  const downloads = createDownloadDesk(clock, ids, (sessionId) => access.standing(sessionId))
  const access = createAccess({ ...foundation, keys, recovery, hasher, downloads })
  const { userIsRight, mustEnrol } = access
  const tokens = createAccessTokens({ ...foundation, keys, userIsRight, mustEnrol })
  const identities: Identities = {
    ofSession: (token) => access.identify(token),
    ofAccessToken: (token) => tokens.identify(token),
    present: (by, token) => tokens.present(by, token),
  }
  events.subscribe((event) => event.kind === 'session-changed' && downloads.dropClosed())
  const part = {
    handlers: {
      access: accessHandlers(access),
      account: accountHandlers(access),
      users: usersHandlers(access),
      invitation: invitationHandlers(access),
      tokens: tokensHandlers(tokens),
    },
    settle: () => {
      tokens.stop()
      access.stop()
    },
  } satisfies Part
  return { ...part, access, identities, downloads }
}
export type WiredAccess = ReturnType<typeof wireAccess>
