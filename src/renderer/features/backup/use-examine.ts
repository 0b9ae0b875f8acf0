/** Second step of a restore: the backup is opened and read whole by the core; it can be cancelled, and a wrong passphrase loses nothing. */
import { useRef, useState } from 'react'
import type { BackupOpener, RestorePlan } from '../../../shared/contract/backup.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useOneRun } from '../../ui/use-one-run.ts'
import type { RestoreSource, RestoreSteps } from './restore-steps.ts'

/** What was typed is wrong, or the backup itself is not well. */
export type ExamineProblem = { kind: 'opener' | 'backup'; sentence: string }

const problemOf = (error: unknown): ExamineProblem => {
  const field = errorOf(error, 'INVALID_INPUT')?.data.field ?? ''
  return { kind: /opener|passphrase|recoveryKey/.test(field) ? 'opener' : 'backup', sentence: describeProblem(error).sentence }
}

/** What was cancelled here ends at its next step; who goes on at once need not hear that the core is still busy with it. */
const endsWithinMs = 15_000
const retryMs = 500

interface Examination {
  busy: boolean
  problem: ExamineProblem | null
  refuse: (sentence: string) => void
  begin: (source: RestoreSource, opener: BackupOpener) => void
  cancel: () => void
}

interface ExamineOptions {
  steps: RestoreSteps
  onPlan: (plan: RestorePlan, of: RestoreSource) => void
  /** The core has forgotten what was brought, or it was deleted. */
  onGone: (sentence: string) => void
}

export const useExamine = ({ steps, onPlan, onGone }: ExamineOptions): Examination => {
  const run = useOneRun()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ExamineProblem | null>(null)
  const cancelledAtMs = useRef(-Infinity)
  const examine = async (asked: Parameters<RestoreSteps['examine']>[0], signal: AbortSignal): Promise<RestorePlan> => {
    for (;;) {
      try {
        return await steps.examine(asked, { signal })
      } catch (error) {
        if (!errorOf(error, 'BUSY') || performance.now() - cancelledAtMs.current > endsWithinMs) throw error
        await new Promise((resolve) => setTimeout(resolve, retryMs))
        signal.throwIfAborted()
      }
    }
  }
  const begin = async (source: RestoreSource, opener: BackupOpener) => {
    const own = run.begin()
    setBusy(true)
    setProblem(null)
    try {
      const plan = await examine({ source, opener }, own.signal)
      if (own.isCurrent()) onPlan(plan, source)
    } catch (error) {
      if (!own.isCurrent()) return
      if (errorOf(error, 'NOT_FOUND')) onGone(describeProblem(error).sentence)
      else setProblem(problemOf(error))
    } finally {
      if (own.isCurrent()) setBusy(false)
    }
  }
  return {
    busy,
    problem,
    refuse: (sentence) => setProblem({ kind: 'opener', sentence }),
    begin: (source, opener) => void begin(source, opener),
    cancel: () => {
      run.breakOff()
      cancelledAtMs.current = performance.now()
      setBusy(false)
    },
  }
}
