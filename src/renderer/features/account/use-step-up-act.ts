/** An act that asks for a fresh code and answers with a secret: the secret stays in this component and nowhere else. */
import { useState } from 'react'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { toastProblem } from '../../ui/toast.tsx'

interface StepUpAct<Result> {
  busy: boolean
  result: Result | null
  run: () => void
  /** Drops the secret. */
  forget: () => void
}

/** `onFailed` is called when it was cancelled or refused; a refusal is told in a toast under `failure`. */
export const useStepUpAct = <Result>(act: () => Promise<Result>, failure: string, onFailed: () => void): StepUpAct<Result> => {
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const run = async () => {
    setBusy(true)
    try {
      setResult(await withStepUp(act))
    } catch (error) {
      if (!(error instanceof StepUpCancelled)) toastProblem({ title: failure, text: describeProblem(error).sentence })
      onFailed()
    } finally {
      setBusy(false)
    }
  }
  return { busy, result, run: () => void run(), forget: () => setResult(null) }
}
