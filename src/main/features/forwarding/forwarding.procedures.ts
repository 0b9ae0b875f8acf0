/** Answers the procedures of forwarding. */
import type { forwardingContract } from '../../../shared/contract/forwarding.ts'
import type { Handlers } from '../handlers.ts'
import type { Forwarding } from './forwarding.service.ts'

export const forwardingHandlers = (forwarding: Forwarding): Handlers<typeof forwardingContract> => ({
  list: async () => forwarding.list(),
  create: async ({ input: { from, ...given }, by }) => forwarding.create(by, given, from),
  change: async ({ input, by }) => forwarding.change(by, input),
  setEnabled: async ({ input: { enabled, ...seen }, by }) => forwarding.setEnabled(by, seen, enabled),
  delete: async ({ input, by }) => {
    await forwarding.delete(by, input)
    return {}
  },
  test: async ({ input: { id, ...given }, by, signal }) => forwarding.test(by, given, id, signal),
  tryNow: async ({ input }) => {
    forwarding.tryNow(input.id)
    return {}
  },
})
