/** One request on its way through the guard, and what has become known of it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Consumer } from '../shared/consumer.ts'
import type { LimitReading } from './limits/limit-table.ts'
import type { CompiledRoute, Snapshot } from './policy/snapshot.ts'
import type { Refusal } from './refusal.ts'
import type { RequestTrace } from './telemetry/request-trace.ts'
import type { TokenCaller } from './tokens/token-caller.ts'
import type { Target } from './upstream/target.ts'

export interface Exchange {
  /** Ours, a UUIDv7; what the caller sends under this name is not believed. */
  readonly id: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The policy that this request is judged by to its end, whatever is applied meanwhile. */
  readonly snapshot: Snapshot
  /** Asks for a WebSocket: the connection, and what was already read of it. */
  readonly upgrade: { socket: Duplex; head: Buffer } | null
  /** Somebody tries it from the console; null: a caller's own. `sends` false: it is only decided about, and nothing may come of it. */
  readonly tried: { by: string; sends: boolean } | null
  readonly atMs: number
  readonly startedMs: number
  /** Address of the caller, behind trusted proxies. */
  readonly source: string
  /** Whether a trusted proxy handed it over. */
  readonly behindProxy: boolean
  /** Asked over TLS, here or, as it says, at a trusted proxy. */
  secure: boolean
  /** Where callers of this port are sent to; null: nowhere, they are served. */
  httpsPort: number | null
  /** As received, without the query; what is sent on. */
  path: string
  /** As it was compared with routes, without its port. */
  host: string
  /** As it was compared with routes. */
  comparable: string
  /** With its question mark, or empty. */
  query: string
  route: CompiledRoute | null
  consumer: Consumer | null
  keyId: string | null
  /** Who a token was issued to, see `TokenCaller`; null where none told it. */
  token: TokenCaller | null
  scopes: readonly string[]
  limits: LimitReading[]
  target: Target | null
  refusal: Refusal | null
  /** A stage answers for the service, with this status and no body; null: none does. */
  reply: number | null
  /** What pass-through let by. */
  overlooked: Refusal[]
  /** Milliseconds by stage, in the order of the pipeline. */
  spentMs: number[]
  /** From handing over to the target until its answer began; null where it never did. */
  upstreamMs: number | null
  /** Null: the policy has no traces. */
  readonly trace: RequestTrace | null
  status: number
  bytesIn: number
  bytesOut: number
  /** The caller went away, or the target broke off its answer. */
  brokenOff: 'by-caller' | 'by-upstream' | null
  ended: boolean
}

export const beginExchange = (
  known: Pick<Exchange, 'id' | 'request' | 'response' | 'snapshot' | 'upgrade' | 'atMs' | 'startedMs' | 'source' | 'behindProxy'> &
    Partial<Pick<Exchange, 'tried'>>,
  stages: number,
): Exchange => ({
  // One by one: spreading them costs every request as much as a stage.
  id: known.id,
  request: known.request,
  response: known.response,
  snapshot: known.snapshot,
  upgrade: known.upgrade,
  tried: known.tried ?? null,
  atMs: known.atMs,
  startedMs: known.startedMs,
  source: known.source,
  behindProxy: known.behindProxy,
  secure: false,
  httpsPort: null,
  path: '',
  host: '',
  comparable: '',
  query: '',
  route: null,
  consumer: null,
  keyId: null,
  token: null,
  scopes: [],
  limits: [],
  target: null,
  refusal: null,
  reply: null,
  overlooked: [],
  spentMs: Array<number>(stages).fill(0),
  upstreamMs: null,
  trace: known.snapshot.tracing?.begin(known.request.headers, known.behindProxy, known.startedMs) ?? null,
  status: 0,
  bytesIn: 0,
  bytesOut: 0,
  brokenOff: null,
  ended: false,
})
