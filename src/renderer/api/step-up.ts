/** Acts that ask for a fresh code: the call is tried, and after a right code tried once more. */
import { createStore } from './store.ts'
import { errorOf } from './typed-error.ts'

export class StepUpCancelled extends Error {
  override name = 'StepUpCancelled'
  constructor() {
    super('Nothing was changed: no code was entered.')
  }
}

/** What the dialog says where an act has words of its own. */
export interface StepUpQuestion {
  title: string
  text: string
}

interface Asking {
  question: StepUpQuestion | null
  finish: (proved: boolean) => void
}
/** Set while a code is asked for; the one dialog of the app shows it. */
export const stepUpAsking = createStore<Asking | null>(null)

let running: Promise<boolean> | null = null
const askForCode = (question: StepUpQuestion | null): Promise<boolean> => {
  running ??= new Promise<boolean>((resolve) => stepUpAsking.set({ question, finish: resolve })).finally(() => {
    running = null
    stepUpAsking.set(null)
  })
  return running
}

/** Runs `call`; where it needs a fresh code, asks for one and runs it again. Throws `StepUpCancelled` when the dialog is closed. */
export const withStepUp = async <Result>(call: () => Promise<Result>, question: StepUpQuestion | null = null): Promise<Result> => {
  try {
    return await call()
  } catch (error) {
    if (!errorOf(error, 'STEP_UP_REQUIRED')) throw error
    if (!(await askForCode(question))) throw new StepUpCancelled()
    return call()
  }
}
