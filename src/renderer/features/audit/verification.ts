/** The verification of the whole log: one run for this window, which goes on when one leaves the page; the last verdict of the session is kept. */
import type { Verdict } from '../../../shared/contract/audit.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { createStore, useStore } from '../../api/store.ts'
import type { Problem } from '../../ui/problem.ts'

export interface VerificationRun {
  startedAtMs: number
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

const openSessionId = (): string | null => {
  const session = queryClient.getQueryData(orpc.access.state.queryKey())?.session
  return session?.kind === 'open' ? session.sessionId : null
}

export const useVerification = (): Verification => {
  const known = useStore(verification)
  return known.sessionId === openSessionId() ? known : nothing
}

export const cancelVerification = (): void => stop?.abort()

export const dismissVerdict = (): void => verification.set({ ...verification.get(), end: null })

/** Does nothing while one runs. `onEnd` is called with what came out, unless it was cancelled. */
export const startVerification = async (onEnd: (end: VerificationEnd) => void): Promise<void> => {
  const sessionId = openSessionId()
  if (verification.get().run && verification.get().sessionId === sessionId) return
  stop?.abort()
  const own = new AbortController()
  stop = own
  const startedAtMs = Date.now()
  const show = (state: Partial<Verification>) => {
    if (stop === own) verification.set({ ...verification.get(), sessionId, ...state })
  }
  const finish = (end: VerificationEnd) => {
    if (stop === own) onEnd(end)
    show({ run: null, end })
  }
  show({ run: { startedAtMs, checked: 0, total: 0 }, end: null })
  try {
    for await (const event of await client.audit.verify(undefined, { signal: own.signal })) {
      if (event.kind === 'verdict') return finish({ kind: 'verdict', verdict: event.verdict, atMs: Date.now() })
      show({ run: { startedAtMs, checked: event.checked, total: event.total } })
    }
    if (!own.signal.aborted) throw new TypeError('The verification ended without a verdict.')
  } catch (error) {
    if (!own.signal.aborted) return finish({ kind: 'failed', problem: describeProblem(error) })
  }
  show({ run: null })
}
