/** Answers the procedures of the guard. */
import type { guardContract } from '../../../shared/contract/guard.ts'
import type { Handlers } from '../handlers.ts'
import type { Guard } from './guard.service.ts'

export const guardHandlers = ({ policies, ...guard }: Guard): Handlers<typeof guardContract> => ({
  state: async () => guard.state(),
  policy: async () => policies.current(),
  check: async ({ input }) => policies.check(input.revision, input.edits),
  edit: ({ input, by }) => policies.edit(by, input.revision, input.edits),
  history: async ({ input }) => policies.history(input.before),
  restore: ({ input, by }) => policies.restore(by, input.revision, input.to),
  issueKey: ({ input: { consumer, ...key }, by }) => policies.issueKey(by, consumer, key),
  revokeKey: ({ input, by }) => policies.revokeKey(by, input.consumer, input.key),
  start: ({ by }) => guard.startGuard(by),
  stop: ({ by }) => guard.stopGuard(by),
  limitsInUse: async () => guard.limitsInUse(),
})
