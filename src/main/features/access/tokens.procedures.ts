/** Procedures of access tokens. */
import type { tokensContract } from '../../../shared/contract/tokens.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers, OpenSession } from '../handlers.ts'
import type { AccessTokens } from './access-tokens.service.ts'

const sessionOf = ({ session }: Call<unknown>): OpenSession => {
  if (!session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return session
}

export const tokensHandlers = (tokens: AccessTokens): Handlers<typeof tokensContract> => ({
  mine: async (call) => tokens.listOf(sessionOf(call).user.id),
  create: (call) => tokens.create(call.by, sessionOf(call), call.input),
  revoke: async (call) => {
    await tokens.revoke(call.by, sessionOf(call).user.id, call.input.id)
    return {}
  },
  ofUser: async ({ input }) => tokens.listOf(input.userId),
  revokeOfUser: async ({ by, input }) => {
    await tokens.revoke(by, input.userId, input.id)
    return {}
  },
})
