/**
 * The verification of the whole log as this window sees it. The core holds the run: leaving the page or closing the window
 * does not stop it, and a window that comes back joins it. The last verdict of the session is kept.
 */
import type { Verdict, VerifyEvent } from '../../../shared/contract/audit.ts'
import { openSessionId } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { createStore, useStore } from '../../api/store.ts'
import type { Problem } from '../../ui/problem.ts'
import { withSample, type RateSample } from '../../ui/progress-rate.ts'

export interface VerificationRun {
  phase: 'entries' | 'index'
  checked: number
  total: number
  resumedFrom: number | null
  samples: readonly RateSample[]
  stopping: boolean
}

export type VerificationEnd =
  | { kind: 'verdict'; verdict: Verdict; atMs: number }
  | { kind: 'stopped'; checked: number; total: number }
  | { kind: 'failed'; problem: Problem }

interface Verification {
  run: VerificationRun | null
  end: VerificationEnd | null
  /** A verdict belongs to the session that asked for it. */
  sessionId: string | null
}

const nothing: Verification = { run: null, end: null, sessionId: null }
const begun: VerificationRun = { phase: 'entries', checked: 0, total: 0, resumedFrom: null, samples: [], stopping: false }
const verification = createStore<Verification>(nothing)
let watched: AbortController | null = null

export const useVerification = (): Verification => {
  const known = useStore(verification)
  return known.sessionId === openSessionId() ? known : nothing
}

export const dismissVerdict = (): void => verification.set({ ...verification.get(), end: null })

const goesOn = (): boolean => verification.get().run !== null && verification.get().sessionId === openSessionId()

const askToStop = async (): Promise<void> => {
  try {
    await client.audit.stopVerification()
  } catch {
    // It goes on, and the button can be pressed again.
    const now = verification.get()
    if (now.run) verification.set({ ...now, run: { ...now.run, stopping: false } })
  }
}

/** The core says `stopped` to all who watch. A run that it has not begun yet is stopped with the first that it says. */
export const stopVerification = (): void => {
  const { run } = verification.get()
  if (!run || run.stopping) return
  verification.set({ ...verification.get(), run: { ...run, stopping: true } })
  if (run.samples.length > 0) void askToStop()
}

/** Watches a run to its end, null where there was none or the session ended. */
const watch = async (how: { restart?: boolean; attachOnly?: boolean }): Promise<VerificationEnd | null> => {
  const sessionId = openSessionId()
  watched?.abort()
  const own = new AbortController()
  watched = own
  const show = (state: Partial<Verification>) => {
    if (watched === own) verification.set({ ...verification.get(), sessionId, ...state })
  }
  const see = (event: VerifyEvent): VerificationEnd | null => {
    if (event.kind === 'verdict') return { kind: 'verdict', verdict: event.verdict, atMs: Date.now() }
    if (event.kind === 'stopped') return event
    const { phase, checked, total, resumedFrom } = event
    const known = verification.get().run ?? begun
    const samples = withSample(known.phase === phase ? known.samples : [], { atMs: performance.now(), done: checked })
    show({ run: { ...known, phase, checked, total, resumedFrom, samples }, end: null })
    if (known.stopping && known.samples.length === 0) void askToStop()
    return null
  }
  if (!how.attachOnly) show({ run: begun, end: null })
  try {
    for await (const event of await client.audit.verify(how, { signal: own.signal })) {
      const end = see(event)
      if (!end) continue
      show({ run: null, end })
      return end
    }
    if (!how.attachOnly && !own.signal.aborted) throw new TypeError('The verification ended without a verdict.')
  } catch (error) {
    if (!own.signal.aborted && (!how.attachOnly || goesOn())) {
      const end: VerificationEnd = { kind: 'failed', problem: describeProblem(error) }
      show({ run: null, end })
      return end
    }
  }
  show({ run: null })
  return null
}

/** Begins, or goes on where one was stopped; `restart` begins anew. Does nothing while one runs. `onEnd` is called with what came out. */
export const startVerification = async (onEnd: (end: VerificationEnd) => void, restart = false): Promise<void> => {
  if (goesOn()) return
  const end = await watch({ restart })
  if (end) onEnd(end)
}

/** Joins a run that goes on in the core, as after a reload; quiet where there is none. */
export const joinVerification = async (onEnd: (end: VerificationEnd) => void): Promise<void> => {
  const known = verification.get()
  if (known.sessionId === openSessionId() && (known.run || known.end)) return
  const end = await watch({ attachOnly: true })
  if (end) onEnd(end)
}
