/** A stage of the pipeline: looks at a request, at the head of its answer, or at its end. */
import type { Exchange } from './exchange.ts'
import type { Refusal } from './refusal.ts'

export interface AnswerHead {
  status: number
  /** Flat, as received: name, value, name, value. */
  headers: string[]
}

export interface Stage {
  name: string
  /** Why it stands where it stands. */
  why: string
  /** When it breaks itself: `open` lets the request by, `closed` refuses it (E16). */
  fails: 'open' | 'closed'
  /** Whether pass-through overlooks its refusals. */
  decides: boolean
  /** Null: go on. */
  request?(exchange: Exchange): Refusal | null | Promise<Refusal | null>
  /** May change the head before it is sent. Also called for refusals. */
  answer?(exchange: Exchange, head: AnswerHead): void
  /** Once, when all is over. */
  end?(exchange: Exchange): void
}
