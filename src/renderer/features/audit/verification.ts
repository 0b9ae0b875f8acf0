/** The verification of the whole log: one run for this window, which goes on when one leaves the page; the last verdict of the session is kept. */
import type { Verdict } from '../../../shared/contract/audit.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { createStore, useStore } from '../../api/store.ts'
import type { Problem } from '../../ui/problem.ts'

export interface VerificationRun {
  /** Of `performance.now()`, for the time left. */
  startedMs: number
  checked: number
  total: number
}

export type VerificationEnd = { kind: 'verdict'; verdict: Verdict; atMs: number } | { kind: 'failed'; problem: Problem }

interface Verification {
  run: VerificationRun | null
  end: VerificationEnd | null
  /** A verdict belongs to the session that asked for it. */
  sessionId: string | null
}

const nothing: Verification = { run: null, end: null, sessionId: null }
const verification = createStore<Verification>(nothing)
let stop: AbortController | null = null

export const useVerification = (sessionId: string): Verification => {
  const known = useStore(verification)
  return known.sessionId === sessionId ? known : nothing
}

export const cancelVerification = (): void => stop?.abort()

export const dismissVerdict = (): void => verification.set({ ...verification.get(), end: null })

/** `onEnd` is called with what came out, unless it was cancelled. */
export const startVerification = async (sessionId: string, onEnd: (end: VerificationEnd) => void): Promise<void> => {
  if (verification.get().run && verification.get().sessionId === sessionId) return
  stop?.abort()
  const own = new AbortController()
  stop = own
  const startedMs = performance.now()
  const show = (state: Partial<Verification>) => {
    if (stop === own) verification.set({ ...verification.get(), sessionId, ...state })
  }
  const finish = (end: VerificationEnd) => {
    show({ run: null, end })
    if (stop === own) onEnd(end)
  }
  show({ run: { startedMs, checked: 0, total: 0 }, end: null })
  try {
    for await (const event of await client.audit.verify({}, { signal: own.signal })) {
      if (event.kind === 'verdict') return finish({ kind: 'verdict', verdict: event.verdict, atMs: Date.now() })
      show({ run: { startedMs, checked: event.checked, total: event.total } })
    }
    if (!own.signal.aborted) throw new TypeError('The verification ended without a verdict.')
  } catch (error) {
    if (!own.signal.aborted) return finish({ kind: 'failed', problem: describeProblem(error) })
  }
  show({ run: null })
}
