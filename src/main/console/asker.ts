/** Who asks, by a session or an access token: what their call carries, and whose name an entry of the log has. */
import type { User } from '../../shared/contract/access.ts'
import { GatehouseError } from '../../shared/errors.ts'
import type { By } from '../database/database.ts'
import type { Call, Identity, OpenSession, TokenIdentity } from '../features/handlers.ts'

export type Asker = Identity | TokenIdentity

export const userOf = (asker: Asker): User | null => {
  if (asker.kind === 'token') return asker.token.user
  return asker.kind === 'open' || asker.kind === 'locked' ? asker.session.user : null
}

export const byAsker = (by: By, asker: Asker): By => {
  const user = userOf(asker)
  if (!user) return by
  const known: By = { ...by, actor: { kind: 'user', id: user.id, name: user.name } }
  return asker.kind === 'token' ? { ...known, accessToken: { id: asker.token.id, name: asker.token.name } } : known
}

const noSession = () =>
  new GatehouseError('NOT_PERMITTED', 'An access token may not do this: it belongs to a session of a person. Do it in the console.', {
    permission: 'session',
  })

type Standing = Pick<Call<unknown>, 'identity' | 'session' | 'user' | 'steppedUpUntilMs'>

export const standingOf = (asker: Asker): Standing => {
  const user = userOf(asker)
  if (asker.kind === 'token' || asker.kind === 'refused')
    return {
      identity: { kind: 'none' },
      user,
      steppedUpUntilMs: null,
      // A handler that wants a session where the contract lets tokens in must refuse them, not fall over.
      get session(): OpenSession | null {
        throw noSession()
      },
    }
  const session = asker.kind === 'open' || asker.kind === 'locked' ? asker.session : null
  return { identity: asker, user, session, steppedUpUntilMs: session?.steppedUpUntilMs ?? null }
}
