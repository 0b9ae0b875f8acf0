/** Edits of the policy and acts on the guard, each told with the way back where there is one. */
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useAct as useActOf, type Act } from '../../api/use-act.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { renewGuard } from './guard-queries.ts'

/** Only asked where a key of the vault goes to a place that it did not go to before. */
const keyQuestion = {
  title: 'Send a key of the vault there?',
  text: 'Whoever runs that place can read the key, so this takes a fresh code from your authenticator, as revealing it does.',
}

let closeUndo = () => {}
/** The policy is another now: what offers to undo the edit before would be refused. */
export const forgetUndo = (): void => {
  closeUndo()
  closeUndo = () => {}
}

const restore = async (to: number, revision: number): Promise<void> => {
  try {
    await withStepUp(() => client.guard.restore({ revision, to }), keyQuestion)
    toastDone({ title: 'It is as it was before' })
  } catch (error) {
    if (!(error instanceof StepUpCancelled)) toastProblem({ title: 'It was not undone', text: describeProblem(error).sentence })
  } finally {
    void renewGuard()
  }
}

/** Throws what the core refused. `done`: what the person did, in the past. */
export const editPolicy = async (revision: number, edits: PolicyEdit[], done: string): Promise<void> => {
  try {
    const answer = await withStepUp(() => client.guard.edit({ revision, edits }), keyQuestion)
    forgetUndo()
    closeUndo = toastDone({
      title: done,
      text: answer.warnings[0],
      action: { label: 'Undo', run: () => void restore(revision, answer.revision) },
    })
  } finally {
    await renewGuard()
  }
}

export const problemSentence = (error: unknown): string =>
  errorOf(error, 'CONFLICT')
    ? 'The policy was changed in another window meanwhile. Look at it as it is now, then save again.'
    : describeProblem(error).sentence

export const useAct = (): Act => useActOf({ tell: problemSentence })

/** For buttons that have no place of their own for a problem. */
export const editOrTell = (revision: number, edits: PolicyEdit[], done: string, failed: string): void => {
  editPolicy(revision, edits, done).catch((error: unknown) => {
    if (!(error instanceof StepUpCancelled)) toastProblem({ title: failed, text: problemSentence(error) })
  })
}

export const startGuard = async (): Promise<void> => {
  await client.guard.start()
  toastDone({ title: 'The guard is started' })
  await renewGuard()
}
export const stopGuard = async (): Promise<void> => {
  await client.guard.stop()
  toastDone({
    title: 'The guard is stopped',
    text: 'Its routes serve nobody.',
    action: { label: 'Start again', run: () => void startGuard() },
  })
  await renewGuard()
}
