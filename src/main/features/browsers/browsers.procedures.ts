/** Answers the procedures about browsers. */
import type { browsersContract } from '../../../shared/contract/browsers.ts'
import type { Handlers } from '../handlers.ts'
import type { Browsers } from './browsers.service.ts'

export const browserHandlers = (browsers: Browsers): Handlers<typeof browsersContract> => ({
  ofRoute: async ({ input }) => browsers.ofRoute(input.route),
  seen: async () => browsers.seen(),
  forgetReports: ({ by, input }) => browsers.forgetReports(by, input.route),
})
