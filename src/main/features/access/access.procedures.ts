/** Procedures of access and of the own account. What a caller must have was checked before: see `needs` in the contract. */
import type { accessContract } from '../../../shared/contract/access.ts'
import type { accountContract } from '../../../shared/contract/account.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Call, Handlers, OpenSession } from '../handlers.ts'
import type { Access } from './access.service.ts'

const sessionOf = (call: Call<unknown>): OpenSession => {
  if (!call.session) throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  return call.session
}

export const accessHandlers = ({
  state,
  judgePassword,
  enrolments,
  signIn,
  sessions,
  recovery,
  reauthentication,
}: Access): Handlers<typeof accessContract> => ({
  state: async (call) => state(call.identity),
  judgePassword: ({ input }) => judgePassword(input),
  createFirstAdministrator: ({ input }) => enrolments.createFirstAdministrator(input),
  confirmEnrolment: ({ by, caller, input }) => enrolments.confirm(by, caller, input),
  skipEnrolment: ({ by, caller, input }) => enrolments.skip(by, caller, input),
  signIn: ({ by, input }) => signIn.begin(by, input),
  submitCode: ({ by, caller, input }) => signIn.submitCode(by, caller, input),
  submitBackupCode: ({ by, caller, input }) => signIn.submitBackupCode(by, caller, input),
  resetWithRecoveryKey: ({ by, input }) => recovery.begin(by, input),
  signOut: async (call) => {
    await sessions.signOut(call.by, sessionOf(call))
    return {}
  },
  lock: async (call) => {
    await sessions.lock(call.by, sessionOf(call), call.input.why)
    return {}
  },
  unlock: async (call) => {
    await reauthentication.unlock(call.by, sessionOf(call), call.input.password)
    return {}
  },
  noteInput: async (call) => {
    sessions.noteInput(sessionOf(call))
    return {}
  },
  stepUp: async (call) => ({ untilMs: await reauthentication.stepUp(call.by, sessionOf(call), call.input.code) }),
  stepUpWithBackupCode: (call) => reauthentication.stepUpWithBackupCode(call.by, sessionOf(call), call.input.backupCode),
})

export const accountHandlers = ({ accounts, sessions }: Access): Handlers<typeof accountContract> => ({
  mine: async (call) => accounts.mine(sessionOf(call)),
  sessions: async (call) => sessions.list(sessionOf(call)),
  revokeSession: async (call) => {
    await sessions.revoke(call.by, sessionOf(call), call.input.id)
    return {}
  },
  revokeOtherSessions: async (call) => ({ revoked: await sessions.revokeOthers(call.by, sessionOf(call)) }),
  changePassword: async (call) => ({ revokedSessions: await accounts.changePassword(call.by, sessionOf(call), call.input) }),
  startMfaReplacement: async (call) => accounts.startMfaReplacement(sessionOf(call)),
  confirmMfaReplacement: async (call) => {
    await accounts.confirmMfaReplacement(call.by, sessionOf(call), call.input)
    return {}
  },
  reissueBackupCodes: async (call) => ({ backupCodes: await accounts.reissueBackupCodes(call.by, sessionOf(call)) }),
  downloadBackupCodes: async (call) => ({ url: await accounts.downloadBackupCodes(call.by, sessionOf(call), call.input.backupCodes) }),
})
