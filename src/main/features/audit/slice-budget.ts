/** The time that one slice of a long read may take. */
import { systemClock } from '../../../ports/clock.ts'

export interface Budget {
  isSpent(): boolean
  /** What is left of it. */
  leftMs(): number
}

export const createBudget = (budgetMs: number, monotonic: () => number = () => systemClock.monotonic()): Budget => {
  const started = monotonic()
  const leftMs = () => budgetMs - (monotonic() - started)
  return { isSpent: () => leftMs() <= 0, leftMs }
}
