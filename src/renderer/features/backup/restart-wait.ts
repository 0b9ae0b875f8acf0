/** While a restore was begun: the window waits until the console is back, whatever page it showed. */
import { forgetAccess, knowAccess, refreshAccess } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { tellOtherWindows } from '../../api/other-windows.ts'
import { createStore, useStore } from '../../api/store.ts'
import { tokens } from '../../api/tokens.ts'
import { errorOf } from '../../api/typed-error.ts'
import type { Seen } from './judge-restart.ts'

export interface RestartWait {
  sinceMs: number
  /** Of the backup: what one signs in with is as it was then. */
  backupAtMs: number
  /** First run's console has no session that could tell. */
  firstRun: boolean
}

const waiting = createStore<RestartWait | null>(null)
const told = createStore<string | null>(null)
export const useRestartWait = (): RestartWait | null => useStore(waiting)
/** What the way in says after it; null where there was none. */
export const useRestartNotice = (): string | null => useStore(told)
/** Once somebody is in, it has been read. */
export const forgetRestartNotice = (): void => told.set(null)
export const beginRestartWait = (wait: RestartWait): void => {
  told.set(null)
  waiting.set(wait)
}

const answerWithinMs = 5_000

export const lookAtConsole = async (): Promise<Seen> => {
  try {
    return { kind: 'answers', state: await client.access.state({}, { signal: AbortSignal.timeout(answerWithinMs) }) }
  } catch (error) {
    return errorOf(error, 'HOST_TOKEN_REQUIRED') ? { kind: 'unlinked' } : { kind: 'silent' }
  }
}

/** Ends the wait: the gate looks anew and shows what there is. */
export const endRestartWait = async (outcome: 'restored' | 'given-up', seen: Seen, notice: string): Promise<void> => {
  if (outcome === 'restored') tokens.set('session', null)
  told.set(notice)
  // What was seen is drawn at once; asked without the old session it says that there is none.
  if (seen.kind === 'answers') knowAccess(outcome === 'restored' ? { ...seen.state, session: { kind: 'none' } } : seen.state)
  else forgetAccess()
  waiting.set(null)
  await refreshAccess()
  tellOtherWindows()
}
