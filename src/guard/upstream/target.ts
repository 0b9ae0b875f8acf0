/** One target of an upstream: its pool of connections, and whether it is well. */
import type { Clock } from '../../ports/clock.ts'
import type { Upstream } from '../../shared/policy.ts'
import type { UpstreamTls } from '../tls/upstream-tls.ts'
import { ConnectionPool } from './connection-pool.ts'

export interface Target {
  readonly url: string
  /** As it stands in the Host header. */
  readonly host: string
  readonly weight: number
  readonly pool: ConnectionPool
  readonly tls: UpstreamTls
  /** Requests under way. */
  active: number
  /** What its own questions say; true where none are asked. */
  answers: boolean
  /** Out until this moment (monotonic) after failures of requests. */
  outUntilMs: number
  failures: number
  /** Running weight of the round robin. */
  turn: number
}

/** Waiting for a connection of one target; beyond, a request is refused at once. */
export const mostWaiting = 1000

export const createTarget = (
  upstream: Upstream,
  { url, weight }: Upstream['targets'][number],
  { clock, tls }: { clock: Clock; tls: UpstreamTls },
): Target => ({
  url: new URL(url).origin,
  host: new URL(url).host,
  weight,
  pool: new ConnectionPool(new URL(url).origin, {
    connections: upstream.connections + upstream.overflow,
    recycleMs: upstream.recycleMs,
    connect: tls.connect,
    clock,
  }),
  tls,
  active: 0,
  answers: true,
  outUntilMs: 0,
  failures: 0,
  turn: 0,
})

export const isWell = ({ answers, outUntilMs }: Target, nowMs: number): boolean => answers && outUntilMs <= nowMs
