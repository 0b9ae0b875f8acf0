/** Proposes limits from what callers sent; the traffic is read once for all who ask within a minute. */
import type { Clock } from '../../../ports/clock.ts'
import type { RouteProposals } from '../../../shared/contract/guard.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { SentOnRoutes } from '../../../shared/sent-on-route.ts'
import { proposeLimits } from './limit-proposals.ts'

export interface LimitProposalsOptions {
  clock: Clock
  policy(): Policy
  sentOnRoutes(): Promise<SentOnRoutes>
}

const goodForMs = 60_000

export const createLimitProposals = ({ clock, policy, sentOnRoutes }: LimitProposalsOptions) => {
  let reading: { sent: Promise<SentOnRoutes>; atMs: number } | null = null
  return async (): Promise<RouteProposals[]> => {
    const nowMs = clock.monotonic()
    if (!reading || nowMs - reading.atMs > goodForMs) {
      const begun = { sent: sentOnRoutes(), atMs: nowMs }
      reading = begun
      begun.sent.catch(() => {
        if (reading === begun) reading = null
      })
      // The callers of a busy week are not kept longer than somebody looks.
      clock.after(goodForMs, () => {
        if (reading === begun) reading = null
      })
    }
    return proposeLimits(policy(), await reading.sent)
  }
}
