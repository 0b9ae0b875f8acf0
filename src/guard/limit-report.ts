/** Who is nearest to each limit. Looking through many thousand keys holds requests up, so it takes no more than a two-hundredth of the time. */
import type { Clock } from '../ports/clock.ts'
import type { ToConsole } from '../shared/guard-protocol.ts'
import type { Guard } from './guard.ts'

type LimitReport = Extract<ToConsole, { t: 'state' }>['limits']

const restTimes = 200

/** Answers the newest, which is older than a second only where looking takes long. */
export const createLimitReport = (guard: Pick<Guard, 'limitsInUse'>, clock: Clock): (() => LimitReport) => {
  let newest: LimitReport = []
  let restUntilMs = -Infinity
  return () => {
    const startedMs = clock.monotonic()
    if (startedMs < restUntilMs) return newest
    const nowMs = clock.now()
    newest = guard.limitsInUse().map(({ limit: { id }, penalties, ...rest }) => ({
      limit: id,
      ...rest,
      penalties: penalties.map(({ key, level, leftMs }) => ({ key, level, untilMs: Math.round(nowMs + leftMs) })),
    }))
    const endedMs = clock.monotonic()
    restUntilMs = endedMs + restTimes * (endedMs - startedMs)
    return newest
  }
}
