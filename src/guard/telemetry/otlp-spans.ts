/** A request that is over as spans of OpenTelemetry: one of the guard's own, and one for each try at a target. Never a path as it was called, a query, a header or a key. */
import { attributesOf, nanoseconds } from '../../ports/outgoing/otlp.ts'
import type { OtlpAttribute, OtlpValue } from '../../ports/outgoing/otlp.ts'
import type { RequestRecord } from '../recorder.ts'
import type { Attempt, RequestTrace } from './request-trace.ts'
import { hasFailed } from './request-trace.ts'

interface SpanEvent {
  timeUnixNano: string
  name: string
  attributes: OtlpAttribute[]
}

export interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  flags: number
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: OtlpAttribute[]
  events: SpanEvent[]
  links: { traceId: string; spanId: string; traceState?: string; flags: number; attributes: OtlpAttribute[] }[]
  status: { code?: number; message?: string }
}

/** What `http.request.method` may be (semantic conventions for HTTP): whatever else a caller makes up is `_OTHER`. */
const methods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE'])
const server = 2
const client = 3
const failed = 2
/** Whether the parent is in another process is known (0x100), and it is (0x200). */
const parentIsHere = 0x100
const parentIsRemote = 0x300

const stateOf = (state: string) => (state === '' ? {} : { traceState: state })

/** Why it failed, as few words as there are kinds of failures; null where it did not. */
const errorOf = (record: RequestRecord): string | null => {
  if (!hasFailed(record)) return null
  return record.refusal ?? record.brokenOff ?? (record.status === 0 ? 'no-answer' : String(record.status))
}

const stageEvents = ({ atMs, spentMs, refusal, reason }: RequestRecord, stageNames: readonly string[]): SpanEvent[] => {
  let afterMs = 0
  const events = spentMs.flatMap((ms, at): SpanEvent[] => {
    if (ms <= 0) return []
    afterMs += ms
    const attributes = attributesOf({ 'gatehouse.stage': stageNames[at] ?? String(at), 'gatehouse.stage.duration_ms': ms })
    return [{ timeUnixNano: nanoseconds(atMs, afterMs), name: 'gatehouse.stage', attributes }]
  })
  if (refusal !== null)
    events.push({
      timeUnixNano: nanoseconds(atMs, afterMs),
      name: 'gatehouse.refused',
      attributes: attributesOf({ 'gatehouse.refusal': refusal, 'gatehouse.refusal.reason': reason }),
    })
  return events
}

const ofServer = (record: RequestRecord, trace: RequestTrace, stageNames: readonly string[]): Span => {
  const { atMs, template, status, overlooked } = record
  const method = methods.has(record.method) ? record.method : '_OTHER'
  const error = errorOf(record)
  const attributes: Record<string, OtlpValue> = {
    'http.request.method': method,
    'http.route': template,
    'url.template': template,
    'http.response.status_code': status === 0 ? null : status,
    'error.type': error,
    'http.request.body.size': record.bytesIn,
    'http.response.body.size': record.bytesOut,
    'gatehouse.request.id': record.id,
    'gatehouse.route': record.route,
    'gatehouse.consumer': record.consumer,
    'gatehouse.refusal': record.refusal,
    'gatehouse.broken_off': record.brokenOff,
    'gatehouse.overlooked': overlooked.length === 0 ? null : overlooked.length,
    'gatehouse.policy.revision': record.policyRevision,
  }
  const { link, parentSpanId } = trace
  return {
    traceId: trace.traceId,
    spanId: trace.spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    ...stateOf(trace.state),
    flags: trace.flags | (parentSpanId === null ? parentIsHere : parentIsRemote),
    name: `${method === '_OTHER' ? 'HTTP' : method}${template === null ? '' : ` ${template}`}`,
    kind: server,
    startTimeUnixNano: nanoseconds(atMs),
    endTimeUnixNano: nanoseconds(atMs, record.tookMs),
    attributes: attributesOf(attributes),
    events: stageEvents(record, stageNames),
    links: link
      ? [
          {
            traceId: link.traceId,
            spanId: link.spanId,
            ...stateOf(link.state),
            flags: link.flags | parentIsRemote,
            attributes: attributesOf({ 'gatehouse.link': 'caller' }),
          },
        ]
      : [],
    status: error === null ? {} : { code: failed },
  }
}

const usualPorts: Record<string, number> = { 'http:': 80, 'https:': 443 }

const ofAttempt = (record: RequestRecord, trace: RequestTrace, attempt: Attempt, at: number): Span => {
  const { atMs, tookMs, template } = record
  const method = methods.has(record.method) ? record.method : '_OTHER'
  const { hostname, port, protocol } = new URL(attempt.target)
  // A client's span fails from 400 on (semantic conventions for HTTP).
  const error = attempt.error ?? (attempt.status >= 400 ? String(attempt.status) : null)
  const beganMs = attempt.startedMs - trace.startedMs
  const endedMs = attempt.endedMs === null ? tookMs : attempt.endedMs - trace.startedMs
  return {
    traceId: trace.traceId,
    spanId: attempt.spanId,
    parentSpanId: trace.spanId,
    ...stateOf(trace.state),
    flags: trace.flags | parentIsHere,
    name: `${method === '_OTHER' ? 'HTTP' : method}${template === null ? '' : ` ${template}`}`,
    kind: client,
    startTimeUnixNano: nanoseconds(atMs, beganMs),
    endTimeUnixNano: nanoseconds(atMs, Math.max(beganMs, endedMs)),
    attributes: attributesOf({
      'http.request.method': method,
      'url.template': template,
      'url.scheme': protocol.slice(0, -1),
      'server.address': hostname.replace(/^\[|\]$/g, ''),
      'server.port': port === '' ? (usualPorts[protocol] ?? null) : Number(port),
      'http.response.status_code': attempt.status === 0 ? null : attempt.status,
      'http.request.resend_count': at === 0 ? null : at,
      'error.type': error,
      'gatehouse.upstream': record.upstream,
    }),
    events: [],
    links: [],
    status: error === null ? {} : { code: failed },
  }
}

/** Empty where it was not traced. */
export const spansOf = (record: RequestRecord, stageNames: readonly string[]): Span[] => {
  const { trace } = record
  if (trace === null) return []
  return [ofServer(record, trace, stageNames), ...trace.attempts.map((attempt, at) => ofAttempt(record, trace, attempt, at))]
}
