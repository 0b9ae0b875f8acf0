// What the benchmark of the guard asks of its load, and what it hears.
import { once } from 'node:events'
import type { Child } from './guard-child.ts'

export interface LoadOrder {
  port: number
  connections: number
  forMs: number
  /** Null: each connection asks again as soon as it has its answer. */
  perSecond: number | null
  key: string
  /** Over TLS, by whatever certificate. */
  secure?: boolean
  /** Sent in the place of the key. */
  token?: string
}
export interface LoadResult {
  sent: number
  /** With 200. */
  answered: number
  /** With another status, or not at all. */
  failed: number
  /** Connections that were closed before the end, and opened anew. */
  reopened: number
  seconds: number
  tookMs: number[]
}

export const load = async (from: Child, order: LoadOrder): Promise<LoadResult> => {
  from.process.send(order)
  const [result] = (await once(from.process, 'message')) as [LoadResult]
  return result
}
