/** The time that one slice of a long read may take. */
import { systemClock } from '../../../ports/clock.ts'

export interface Budget {
  isSpent(): boolean
  spentMs(): number
  /** What is left of it. */
  leftMs(): number
}

/** `budgetMs`: Infinity for a read that is not sliced. */
export const createBudget = (budgetMs: number): Budget => {
  const started = systemClock.monotonic()
  const spentMs = () => systemClock.monotonic() - started
  return { isSpent: () => spentMs() >= budgetMs, spentMs, leftMs: () => budgetMs - spentMs() }
}
