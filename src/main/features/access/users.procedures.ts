/** Procedures of users and invitations. What a caller must have was checked before: see `needs` in the contract. */
import type { invitationContract, usersContract } from '../../../shared/contract/users.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers, OpenSession } from '../handlers.ts'
import type { Access } from './access.service.ts'

const sessionOf = (call: Call<unknown>): OpenSession => {
  if (!call.session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return call.session
}

export const usersHandlers = ({ users, invitations }: Access): Handlers<typeof usersContract> => ({
  list: async () => users.list(),
  invite: async (call) => invitations.invite(call.by, sessionOf(call), call.input),
  renewInvitation: async (call) => invitations.renew(call.by, sessionOf(call), call.input.id),
  withdrawInvitation: async (call) => {
    await invitations.withdraw(call.by, sessionOf(call), call.input.id)
    return {}
  },
  changeRole: async (call) => users.changeRole(call.by, sessionOf(call), call.input),
  setDisabled: async (call) => users.setDisabled(call.by, sessionOf(call), call.input),
  resetMfa: async (call) => users.resetMfa(call.by, sessionOf(call), call.input),
  resetPassword: async (call) => users.resetPassword(call.by, sessionOf(call), call.input),
  acceptRow: async (call) => users.acceptRow(call.by, sessionOf(call), call.input),
  sessions: async (call) => users.sessions(sessionOf(call), call.input.id),
  revokeSession: async (call) => {
    await users.revokeSession(call.by, sessionOf(call), call.input)
    return {}
  },
  revokeSessions: async (call) => ({ revoked: await users.revokeSessions(call.by, sessionOf(call), call.input.id) }),
})

export const invitationHandlers = ({ invitees }: Access): Handlers<typeof invitationContract> => ({
  look: ({ by, input }) => invitees.look(by, input.code),
  accept: ({ by, input }) => invitees.accept(by, input),
  choosePassword: ({ by, input }) => invitees.choosePassword(by, input),
})
