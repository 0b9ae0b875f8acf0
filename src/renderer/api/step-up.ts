/** Acts that ask for a fresh code: the call is tried, and after a right code tried once more. */
import { createStore } from './store.ts'
import { errorOf } from './typed-error.ts'

export class StepUpCancelled extends Error {
  override name = 'StepUpCancelled'
  constructor() {
    super('Nothing was changed: no code was entered.')
  }
}

interface Asking {
  finish: (proved: boolean) => void
}
/** Set while a code is asked for; the one dialog of the app shows it. */
export const stepUpAsking = createStore<Asking | null>(null)

let running: Promise<boolean> | null = null
const askForCode = (): Promise<boolean> => {
  running ??= new Promise<boolean>((resolve) => stepUpAsking.set({ finish: resolve })).finally(() => {
    running = null
    stepUpAsking.set(null)
  })
  return running
}

/** Runs `call`; where it needs a fresh code, asks for one and runs it again. Throws `StepUpCancelled` when the dialog is closed. */
export const withStepUp = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  try {
    return await call()
  } catch (error) {
    if (!errorOf(error, 'STEP_UP_REQUIRED')) throw error
    if (!(await askForCode())) throw new StepUpCancelled()
    return call()
  }
}
