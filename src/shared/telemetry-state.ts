/** How what the guard tells by OpenTelemetry fares. */
import { z } from 'zod'

const signalStateSchema = z.object({
  /** Null: nothing was taken yet. */
  lastSentAtMs: z.int().nullable(),
  /** Why the newest try failed, or what the collector said about it; null: all was taken. */
  problem: z.string().nullable(),
  /** Spans or data points that were taken. */
  sent: z.int(),
  /** Spans or data points that found no room, or were rejected. */
  dropped: z.int(),
  /** Tries in a row that failed. */
  failures: z.int(),
  /** Requests whose spans wait. */
  waiting: z.int(),
})
export type TelemetrySignalState = z.infer<typeof signalStateSchema>

/** Of a signal that is not sent: null. */
export const telemetryStateSchema = z.object({ traces: signalStateSchema.nullable(), metrics: signalStateSchema.nullable() })
export type TelemetryState = z.infer<typeof telemetryStateSchema>

/** What came of a test. */
export const telemetryTriedSchema = z.object({ signal: z.enum(['traces', 'metrics']), taken: z.boolean(), sentence: z.string() })
export type TelemetryTried = z.infer<typeof telemetryTriedSchema>
