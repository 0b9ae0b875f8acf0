/** Procedures of access tokens. */
import type { User } from '../../../shared/contract/access.ts'
import type { tokensContract } from '../../../shared/contract/tokens.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { AccessTokens } from './access-tokens.service.ts'

const userOf = ({ user }: Call<unknown>): User => {
  if (!user) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return user
}

export const tokensHandlers = (tokens: AccessTokens): Handlers<typeof tokensContract> => ({
  mine: async (call) => tokens.listOf(userOf(call).id),
  create: (call) => tokens.create(call.by, userOf(call), call.input),
  revoke: async (call) => {
    await tokens.revoke(call.by, userOf(call).id, call.input.id)
    return {}
  },
  ofUser: async ({ input }) => tokens.listOf(input.userId),
  revokeOfUser: async ({ by, input }) => {
    await tokens.revoke(by, input.userId, input.id)
    return {}
  },
})
