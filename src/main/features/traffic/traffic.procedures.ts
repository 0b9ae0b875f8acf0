/** Answers the procedures of the traffic. */
import type { trafficContract } from '../../../shared/contract/traffic.ts'
import type { Handlers } from '../handlers.ts'
import type { Traffic } from './traffic.service.ts'

export const trafficHandlers = (traffic: Traffic): Handlers<typeof trafficContract> => ({
  list: ({ input }) => traffic.list(input.filter, input.before, input.limit),
  request: async ({ input }) => traffic.request(input.id),
  totals: ({ input }) => traffic.totals(input.fromMs, input.toMs),
  top: ({ input }) => traffic.top(input.fromMs, input.toMs, input.limit),
})
