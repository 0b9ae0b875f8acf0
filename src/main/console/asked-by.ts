/** Reads from a request who asks: a window with its session, or a program with an access token. */
import { accessTokenIn } from '../../shared/access-token.ts'
import { GatehouseError } from '../../shared/errors.ts'
import type { By } from '../database/database.ts'
import type { TokenIdentity } from '../features/handlers.ts'
import type { Asker } from './asker.ts'
import type { Caller } from './console.ts'

export interface Identities {
  /** Whom a session token stands for. */
  ofSession(token: string | null): Asker
  /** Whom an access token stands for, looked at again. */
  ofAccessToken(token: string): TokenIdentity
  /** The first look: slows and enters what is wrong. */
  present(by: By, token: string): Promise<TokenIdentity>
}

/** Access tokens are for the REST interface, and for callers of which the host has seen that they are no page. */
export interface Door {
  takesAccessTokens: boolean
}

const notHere = (): TokenIdentity => ({
  kind: 'refused',
  error: new GatehouseError(
    'NOT_PERMITTED',
    'An access token opens only /api, for programs, where the console runs without a desktop window.',
    {
      permission: 'session',
    },
  ),
})

/** Who asks, to be looked at again at every turn. */
export const askedBy = async (request: Request, caller: Caller, by: By, door: Door, identities: Identities): Promise<() => Asker> => {
  const authorization = request.headers.get('authorization')
  const token = accessTokenIn(authorization)
  if (token === null) {
    const session = /^Bearer ([\w-]{20,200})$/.exec(authorization ?? '')?.[1] ?? null
    return () => identities.ofSession(session)
  }
  if (!door.takesAccessTokens || !caller.program) return notHere
  const first = await identities.present(by, token)
  return first.kind === 'refused' ? () => first : () => identities.ofAccessToken(token)
}
