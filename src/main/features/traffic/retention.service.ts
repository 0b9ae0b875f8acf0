/** Drops the traffic that is older than it is kept or more than there is room for, a few milliseconds at a time. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Telemetry } from '../../database/telemetry.ts'
import { bytesOfTotal } from './ingest.service.ts'
import { dropRequests } from './request.store.ts'
import { hourMs, minuteMs } from './stretches.ts'
import { addKeptBytes, keptBytes } from './taken.store.ts'
import { dropTotals } from './total.store.ts'
import type { TrafficLimits } from './traffic-settings.ts'
import { createTrustedTime } from './trusted-time.ts'

/** Totals by hour are little, and a month wants to be compared with the one before. */
export const hoursKeptMs = 90 * 86_400_000
const atOnce = 500
const stepsALook = 4
/** Nothing was to be dropped: nothing will be for a while, and looking is a transaction. */
const restMs = 60_000

export const createTrafficRetention = (options: { telemetry: Telemetry; clock: Clock; logger: Logger; limits(): TrafficLimits }) => {
  const { telemetry, clock, logger } = options
  const time = createTrustedTime()
  let failing = false
  let restUntilMs = -Infinity

  /** The bytes that it dropped. */
  const dropSome = (nowMs: number | null): number =>
    telemetry.write((tx) => {
      const { keptMs, maxBytes } = options.limits()
      let bytes = nowMs === null ? 0 : dropRequests(tx, nowMs - keptMs, atOnce)
      if (bytes === 0 && keptBytes(tx) > maxBytes) bytes = dropRequests(tx, Number.MAX_SAFE_INTEGER, atOnce)
      if (bytes === 0 && nowMs !== null) {
        bytes = bytesOfTotal * (dropTotals(tx, minuteMs, nowMs - keptMs) || dropTotals(tx, hourMs, nowMs - hoursKeptMs))
      }
      if (bytes > 0) addKeptBytes(tx, -bytes)
      return bytes
    })

  return {
    /** Once a second. */
    look: (): void => {
      try {
        const nowMs = time.look(clock.now(), clock.monotonic())
        failing = false
        if (clock.monotonic() < restUntilMs) return
        for (let step = 0; step < stepsALook; step++) {
          if (dropSome(nowMs) > 0) continue
          restUntilMs = clock.monotonic() + restMs
          return
        }
      } catch (error) {
        if (!failing) logger.error({ err: error }, 'old traffic could not be dropped')
        failing = true
      }
    },
  }
}
