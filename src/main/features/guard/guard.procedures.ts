/** Answers the procedures of the guard. */
import type { guardContract } from '../../../shared/contract/guard.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { Guard } from './guard.service.ts'

/** The gate lets nobody in without a user. */
const changerOf = ({ user, steppedUpUntilMs }: Call<unknown>) => ({ rights: user!.permissions, steppedUpUntilMs })

export const guardHandlers = ({ policies, ...guard }: Guard): Handlers<typeof guardContract> => ({
  state: async () => guard.state(),
  policy: async () => policies.current(),
  check: async ({ input }) => policies.check(input.revision, input.edits),
  edit: (call) => policies.edit(call.by, changerOf(call), call.input.revision, call.input.edits),
  history: async ({ input }) => policies.history(input.before),
  restore: (call) => policies.restore(call.by, changerOf(call), call.input.revision, call.input.to),
  issueKey: ({ input: { consumer, ...key }, by }) => policies.issueKey(by, consumer, key),
  revokeKey: ({ input, by }) => policies.revokeKey(by, input.consumer, input.key),
  tryRequest: ({ input, by, user }) => guard.tryRequest(by, user!.permissions, input),
  judgeToken: ({ input }) => guard.judgeToken(input.token),
  tryTelemetry: ({ by }) => guard.tryTelemetry(by),
  start: ({ by }) => guard.startGuard(by),
  stop: ({ by }) => guard.stopGuard(by),
  limitProposals: () => guard.limitProposals(),
  limitsInUse: async () => guard.limitsInUse(),
  liftPenalty: ({ input, by }) => guard.liftPenalty(by, input),
})
