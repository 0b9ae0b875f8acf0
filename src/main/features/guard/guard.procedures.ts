/** Answers the procedures of the guard. */
import type { guardContract } from '../../../shared/contract/guard.ts'
import type { Handlers, OpenSession } from '../handlers.ts'
import type { Guard } from './guard.service.ts'

/** The gate lets nobody in without a session. */
const changerOf = (session: OpenSession | null) => ({ role: session!.user.role, steppedUpUntilMs: session!.steppedUpUntilMs })

export const guardHandlers = ({ policies, ...guard }: Guard): Handlers<typeof guardContract> => ({
  state: async () => guard.state(),
  policy: async () => policies.current(),
  check: async ({ input }) => policies.check(input.revision, input.edits),
  edit: ({ input, by, session }) => policies.edit(by, changerOf(session), input.revision, input.edits),
  history: async ({ input }) => policies.history(input.before),
  restore: ({ input, by, session }) => policies.restore(by, changerOf(session), input.revision, input.to),
  issueKey: ({ input: { consumer, ...key }, by }) => policies.issueKey(by, consumer, key),
  revokeKey: ({ input, by }) => policies.revokeKey(by, input.consumer, input.key),
  tryRequest: ({ input, by, session }) => guard.tryRequest(by, session!.user.role, input),
  judgeToken: ({ input }) => guard.judgeToken(input.token),
  tryTelemetry: ({ by }) => guard.tryTelemetry(by),
  start: ({ by }) => guard.startGuard(by),
  stop: ({ by }) => guard.stopGuard(by),
  limitProposals: () => guard.limitProposals(),
  limitsInUse: async () => guard.limitsInUse(),
  liftPenalty: ({ input, by }) => guard.liftPenalty(by, input),
})
