/** What is sent on: entries of the log, signed heads, test records; and what may become of a batch of them. */
import type { Actor, Outcome, Severity, Target } from '../../../shared/contract/audit-filter.ts'

/** With all that its hash covers, so that a receiver can prove each entry by itself: see docs on verifying. */
export interface OutgoingEntry {
  sequence: number
  atMs: number
  severity: Severity
  outcome: Outcome
  action: string
  message: string
  actor: Actor
  source: string
  target: Target | null
  threatClass: string | null
  requestId: string | null
  count: number
  /** The JSON text, exactly as it was hashed. */
  detail: string
  hash: string
  previousHash: string
}

/** A signed statement of the log's newest entry at that time; whoever holds one can tell later that nothing was cut off. */
export interface OutgoingHead {
  sequence: number
  atMs: number
  hash: string
  keyId: string
  /** Ed25519, base64. */
  signature: string
  horizonSequence: number
  horizonHash: string
}

export interface Batch {
  /** The same whenever the same batch is sent again, so that a receiver can drop what it had. */
  id: string
  entries: readonly OutgoingEntry[]
  head: OutgoingHead | null
  /** The time of a test record; null in what is sent for good. */
  testAtMs: number | null
}

export type Delivery =
  /** `rejected`: entries that the receiver will never take. */
  | { kind: 'delivered'; rejected: number; note: string | null }
  /** `retryAfterMs`: what the receiver asked for; null leaves it to the back-off. */
  | { kind: 'failed'; problem: string; retryAfterMs: number | null }
  | { kind: 'too-large'; problem: string }
  /** The receiver wants nothing more, ever. */
  | { kind: 'gone'; problem: string }

export type Deliver = (batch: Batch, signal: AbortSignal) => Promise<Delivery>

export const testMessage = 'Test record: this console can send its log here'
export const headMessage = ({ sequence }: OutgoingHead): string => `Signed head of the log over entry ${sequence}`
