/** What is told of a request when it is over, and to whom. */
import type { RefusalCode } from './refusal.ts'
import type { RequestTrace } from './telemetry/request-trace.ts'

export interface RequestRecord {
  id: string
  atMs: number
  tookMs: number
  source: string
  method: string
  /** Null where no route was found. */
  route: string | null
  /** The route's path, not the caller's. */
  template: string | null
  consumer: string | null
  keyId: string | null
  /** The issuer of its token, and a short form of whom it names unless that is the consumer; null: no token told it. */
  caller: string | null
  upstream: string | null
  target: string | null
  /** 0 where no answer began. */
  status: number
  refusal: RefusalCode | null
  /** Why, for the operator; nothing of the request's content. */
  reason: string | null
  /** What pass-through or a dry run let by. */
  overlooked: string[]
  brokenOff: 'by-caller' | 'by-upstream' | null
  bytesIn: number
  bytesOut: number
  /** By stage, in the order of the pipeline. */
  spentMs: readonly number[]
  upstreamMs: number | null
  query: Record<string, string> | null
  policyRevision: number
  /** Null: the policy has no traces. */
  trace: RequestTrace | null
  /** Who tried it from the console; null: a caller's own. */
  triedBy: string | null
}

export interface Recorder {
  /** Must be quick and must not throw: it stands in the way of the next request. */
  record(record: RequestRecord): void
}
