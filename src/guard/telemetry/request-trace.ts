/** The trace of one request: its ids, whether it is kept, and each try at a target as a span of its own. */
import type { IncomingHttpHeaders } from 'node:http'
import type { TraceIds } from '../../ports/trace-ids.ts'
import type { TraceSettings } from '../../shared/telemetry-settings.ts'
import type { TraceContext } from './trace-context.ts'
import { readTraceContext, writeTraceParent } from './trace-context.ts'

/** One try at a target. */
export interface Attempt {
  readonly spanId: string
  readonly target: string
  /** Monotonic. */
  readonly startedMs: number
  /** Null: until the end of the request. */
  endedMs: number | null
  /** 0: no answer began. */
  status: number
  /** Why there was no answer, for machines. */
  error: string | null
}

export interface RequestTrace {
  readonly traceId: string
  readonly spanId: string
  /** Monotonic. */
  readonly startedMs: number
  /** Of the caller whose trace was taken on. */
  readonly parentSpanId: string | null
  /** Of a caller who is not to be believed. */
  readonly link: TraceContext | null
  readonly state: string
  readonly flags: number
  readonly attempts: Attempt[]
  /** Whether it is told: known when all is over. */
  told: boolean
}

/** What is looked at once a request is over. */
export interface TraceEnd {
  status: number
  brokenOff: 'by-caller' | 'by-upstream' | null
  tookMs: number
}

export interface Tracing {
  begin(headers: IncomingHttpHeaders, behindProxy: boolean, startedMs: number): RequestTrace
  /** Before the request is written: what is written names it. */
  attempt(trace: RequestTrace, target: string, nowMs: number): void
  isTold(trace: RequestTrace, end: TraceEnd): boolean
}

const sampled = 1

/** The last 56 bits of an id, as a number from 0 up to 1 (OpenTelemetry, TraceState probability sampling). */
const chanceOf = (traceId: string): number => parseInt(traceId.slice(18), 16) / 2 ** 56

export const hasFailed = ({ status, brokenOff }: Pick<TraceEnd, 'status' | 'brokenOff'>): boolean =>
  status >= 500 || brokenOff === 'by-upstream' || (status === 0 && brokenOff === null)

export const createTracing = ({ ratio, parentBased, trust, errors, slowMs }: TraceSettings, ids: TraceIds): Tracing => {
  const isKept = (traceId: string): boolean => ratio >= 1 || (ratio > 0 && chanceOf(traceId) >= 1 - ratio)
  return {
    begin: (headers, behindProxy, startedMs) => {
      const context = headers.traceparent === undefined ? null : readTraceContext(headers.traceparent, headers.tracestate)
      const takenOn = context !== null && (trust === 'everybody' || (trust === 'proxies' && behindProxy)) ? context : null
      const traceId = takenOn?.traceId ?? ids.trace()
      const kept = takenOn !== null && parentBased ? (takenOn.flags & sampled) !== 0 : isKept(traceId)
      return {
        traceId,
        spanId: ids.span(),
        startedMs,
        parentSpanId: takenOn?.spanId ?? null,
        link: takenOn === null ? context : null,
        state: takenOn?.state ?? '',
        flags: ((takenOn?.flags ?? 0) & ~sampled) | (kept ? sampled : 0),
        attempts: [],
        told: false,
      }
    },
    attempt: ({ attempts }, target, startedMs) => {
      attempts.push({ spanId: ids.span(), target, startedMs, endedMs: null, status: 0, error: null })
    },
    // A connection that both sides keep open is not slow.
    isTold: ({ flags }, end) =>
      (flags & sampled) !== 0 || (errors && hasFailed(end)) || (slowMs !== null && end.status !== 101 && end.tookMs > slowMs),
  }
}

export const attemptAnswered = ({ attempts }: RequestTrace, status: number): void => {
  const attempt = attempts.at(-1)
  if (attempt) attempt.status = status
}

export const attemptFailed = ({ attempts }: RequestTrace, error: string, nowMs: number): void => {
  const attempt = attempts.at(-1)
  if (!attempt) return
  attempt.error = error
  attempt.endedMs = nowMs
}

/** Flat: name, value. Of the try that is about to be made. */
export const traceHeaders = ({ traceId, spanId, flags, state, attempts }: RequestTrace): string[] => {
  const headers = ['traceparent', writeTraceParent(traceId, attempts.at(-1)?.spanId ?? spanId, flags)]
  if (state !== '') headers.push('tracestate', state)
  return headers
}
