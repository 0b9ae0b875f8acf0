/** What every OTLP/HTTP sender writes and reads alike: attributes and times in JSON, and what a collector answers. */

/** Null: left out. */
export type OtlpValue = string | number | boolean | null

export interface OtlpAttribute {
  key: string
  value: { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean }
}

/** 64-bit integers are strings in OTLP's JSON. */
export const attributesOf = (values: Readonly<Record<string, OtlpValue>>): OtlpAttribute[] =>
  Object.entries(values).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === null) return []
    if (typeof value === 'boolean') return [{ key, value: { boolValue: value } }]
    if (typeof value === 'string') return [{ key, value: { stringValue: value } }]
    return [{ key, value: Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value } }]
  })

/** Of UTC milliseconds, and as exactly as a number tells it of milliseconds after them. */
export const nanoseconds = (atMs: number, afterMs = 0): string => {
  const nanosecondsAfter = Math.round(Math.max(0, afterMs) * 1e6)
  const wholeMs = Math.max(0, Math.trunc(atMs)) + Math.floor(nanosecondsAfter / 1e6)
  return wholeMs === 0 ? String(nanosecondsAfter) : `${wholeMs}${String(nanosecondsAfter % 1e6).padStart(6, '0')}`
}

/** OTLP specification, "Retryable response codes": with any other the same request would be refused again. */
export const isRetryable = (status: number): boolean => [429, 502, 503, 504].includes(status)

/** What is counted where a collector did not take all of a request. */
export type RejectedName = 'rejectedLogRecords' | 'rejectedSpans' | 'rejectedDataPoints'

/** What a collector did not take of a request that it otherwise took. */
export const partialSuccess = (answer: string, rejectedName: RejectedName): { rejected: number; message: string | null } => {
  try {
    const { partialSuccess: told } = JSON.parse(answer) as { partialSuccess?: Partial<Record<RejectedName | 'errorMessage', unknown>> }
    const rejected = Number(told?.[rejectedName] ?? 0)
    return {
      rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0,
      message: typeof told?.errorMessage === 'string' && told.errorMessage ? told.errorMessage : null,
    }
  } catch {
    // Taken, and nothing more said: many collectors answer with an empty body.
    return { rejected: 0, message: null }
  }
}
