/** Checks several keys one after another. Leaving the page does not stop it; a locked or ended session does. */
import { openSessionId } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { createStore, useStore } from '../../api/store.ts'
import { errorOf } from '../../api/typed-error.ts'
import { withSample, type RateSample } from '../../ui/progress-rate.ts'
import { noChecks, type CheckCounts } from './check-words.ts'
import { renewVault } from './vault-queries.ts'

export interface CheckRun {
  total: number
  done: number
  counts: CheckCounts
  /** The key that is asked about now. */
  label: string
  samples: readonly RateSample[]
}

export type CheckRunEnd =
  /** `why`: of those that could not be told, the first. */
  | { kind: 'done'; counts: CheckCounts; why: string | null; total: number }
  | { kind: 'cancelled'; counts: CheckCounts; done: number; total: number }
  | { kind: 'failed'; sentence: string; done: number; total: number }

interface Kept {
  run: CheckRun
  /** A run belongs to the session that began it. */
  sessionId: string | null
  cancel: () => void
}

const kept = createStore<Kept | null>(null)
const present = (known: Kept | null): Kept | null => (known?.sessionId === openSessionId() ? known : null)

export const useCheckRun = (): CheckRun | null => present(useStore(kept))?.run ?? null

/** The key that is under way is still answered: what was sent was sent. */
export const cancelCheckRun = (): void => kept.get()?.cancel()

/** A key that somebody removed or is checking meanwhile stops nobody else's. */
const isOfOneKey = (error: unknown): boolean => (['NOT_FOUND', 'CONFLICT', 'BUSY'] as const).some((code) => errorOf(error, code) !== null)

/** Does nothing while one goes on: null. */
export const runChecks = async (keys: readonly { id: string; label: string }[]): Promise<CheckRunEnd | null> => {
  if (present(kept.get())) return null
  const sessionId = openSessionId()
  let cancelled = false
  const own = { sessionId, cancel: () => (cancelled = true) }
  let counts = noChecks
  let why: string | null = null
  let samples: readonly RateSample[] = []
  const total = keys.length
  try {
    for (const [done, { id, label }] of keys.entries()) {
      if (cancelled || sessionId !== openSessionId()) return { kind: 'cancelled', counts, done, total }
      samples = withSample(samples, { atMs: performance.now(), done })
      kept.set({ ...own, run: { total, done, counts, label, samples } })
      try {
        const { result, sentence } = await client.vault.check({ id })
        if (result === 'unknown') why ??= sentence
        counts = { ...counts, [result]: counts[result] + 1 }
      } catch (error) {
        if (!isOfOneKey(error)) return { kind: 'failed', sentence: describeProblem(error).sentence, done, total }
        why ??= describeProblem(error).sentence
        counts = { ...counts, unknown: counts.unknown + 1 }
      }
    }
    return { kind: 'done', counts, why, total }
  } finally {
    kept.set(null)
    void renewVault()
  }
}
