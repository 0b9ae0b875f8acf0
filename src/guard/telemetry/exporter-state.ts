/** How one signal of OpenTelemetry fares: what the console shows, and what is counted. */
import type { Clock } from '../../ports/clock.ts'
import { waitAfter } from '../../ports/outgoing/back-off.ts'
import type { TelemetrySignalState } from '../../shared/telemetry-state.ts'
import type { Sent } from './otlp-sender.ts'

/** A collector that is back is not left alone for long. */
const longestWaitMs = 60_000

export interface ExporterState {
  read(waiting: number): TelemetrySignalState
  dropped(count: number): void
  /** Of `count` spans or points: how long to wait before the next try; 0: none. */
  note(sent: Sent, count: number): number
}

export const createExporterState = (clock: Clock, chance: () => number): ExporterState => {
  let lastSentAtMs: number | null = null
  let problem: string | null = null
  let sent = 0
  let dropped = 0
  let failures = 0
  return {
    read: (waiting) => ({ lastSentAtMs, problem, sent, dropped, failures, waiting }),
    dropped: (count) => {
      dropped += count
    },
    note: (outcome, count) => {
      if (outcome.kind === 'taken') {
        lastSentAtMs = clock.now()
        sent += Math.max(0, count - outcome.rejected)
        dropped += Math.min(count, outcome.rejected)
        failures = 0
        problem = outcome.note === null ? null : `The collector says: ${outcome.note}`
        return 0
      }
      failures += 1
      problem = outcome.problem
      const waitMs = Math.min(longestWaitMs, waitAfter(failures, chance()))
      return Math.max(waitMs, outcome.kind === 'later' ? (outcome.retryAfterMs ?? 0) : 0)
    },
  }
}
