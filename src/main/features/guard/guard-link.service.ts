/** The console's end of the socket to the guard: finds it, proves itself, hands over policies, acknowledges batches. */
import type { GuardEvent, ToConsole } from '../../../shared/guard-protocol.ts'

type Said<T extends ToConsole['t']> = Extract<ToConsole, { t: T }>
export type GuardHello = Said<'hello'>
export type GuardApplied = Said<'applied'>
export type GuardReport = Said<'state'>
/** Numbers rise strictly, over restarts of the guard too, and batches come in their order: a number at or below the last committed is a repeat. */
export type GuardBatch = Said<'batch'>
export type { GuardEvent }

/** What is done with what the guard tells. */
export interface GuardListener {
  /** A guard is there, started now or found running; time to send it the newest policy with its secrets. */
  onHello(hello: GuardHello): void
  /** Its answer to the policy of this revision. */
  onApplied(applied: GuardApplied): void
  onState(report: GuardReport): void
  /** Resolves once it is committed; only then is it acknowledged. Rejects: it is sent again later. Never called for two at once. */
  onBatch(batch: GuardBatch): Promise<void>
  /** Gone, or not to be reached. */
  onGone(problem: string): void
}

export interface GuardLink {
  /** Null while none is there. */
  hello(): GuardHello | null
  /** Over the socket only. `secrets`: what the references of the policy stand for. False where no guard is there. */
  sendPolicy(policy: unknown, secrets: Readonly<Record<string, string>>): boolean
  /** The guard ends in order, at the latest after `graceMs`. False where no guard is there. */
  sendStop(graceMs: number): boolean
  close(): Promise<void>
}
