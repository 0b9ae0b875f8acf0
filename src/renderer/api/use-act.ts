/** One act at a time, and what stood in its way, as a plain sentence that stays until the next. */
import { useState } from 'react'
import { describeProblem } from './describe-problem.ts'
import { StepUpCancelled } from './step-up.ts'

export interface Act {
  busy: boolean
  problem: string | null
  /** True where it was done; rejects never. */
  run: (act: () => Promise<void>) => Promise<boolean>
  /** Says what stands in the way before anything is tried. */
  refuse: (sentence: string | null) => void
}

const sentenceOf = (error: unknown): string => describeProblem(error).sentence

/** `tell`: where a feature knows better words; `after`: whether it was done or not. */
export const useAct = ({ tell = sentenceOf, after }: { tell?: (error: unknown) => string; after?: () => void } = {}): Act => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async (act: () => Promise<void>): Promise<boolean> => {
    if (busy) return false
    setBusy(true)
    setProblem(null)
    try {
      await act()
      return true
    } catch (error) {
      if (!(error instanceof StepUpCancelled)) setProblem(tell(error))
      return false
    } finally {
      setBusy(false)
      after?.()
    }
  }
  return { busy, problem, run, refuse: setProblem }
}
