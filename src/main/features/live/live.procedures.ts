/** Answers the live subscription. */
import type { live } from '../../../shared/contract/live.ts'
import type { Handlers } from '../handlers.ts'
import type { Live } from './live.service.ts'

export const liveHandler =
  (service: Live): Handlers<{ live: typeof live }>['live'] =>
  async ({ input, session, signal }) =>
    service.subscribe(session!.user, input.topics, signal)
