/** An act on a key as this window saw it. Where another changed it meanwhile, says what, reads it anew and keeps what was typed. */
import { useState } from 'react'
import type { VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { whatChanged } from './changed-words.ts'
import { renewVault } from './vault-queries.ts'

interface KeyAct {
  busy: boolean
  /** The key as it is acted upon: as it was when the dialog opened, or as it was read after a conflict. */
  seen: VaultKeyDetail
  /** What another window changed meanwhile. */
  conflict: string | null
  /** A plain sentence; for `field` where that is not null. */
  problem: { sentence: string; field: string | null } | null
  run: (act: (seen: VaultKeyDetail) => Promise<void>) => Promise<void>
  /** A problem that was found before anything was sent. */
  refuse: (sentence: string, field: string) => void
}

export const useKeyAct = (key: VaultKeyDetail): KeyAct => {
  const [seen, setSeen] = useState(key)
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState<string | null>(null)
  const [problem, setProblem] = useState<KeyAct['problem']>(null)
  const meetConflict = async (sentence: string) => {
    try {
      const now = await client.vault.get({ id: seen.id })
      setConflict(now.version === seen.version ? sentence : whatChanged(seen, now))
      setSeen(now)
      void renewVault()
    } catch (error) {
      setProblem({ sentence: describeProblem(error).sentence, field: null })
    }
  }
  return {
    busy,
    seen,
    conflict,
    problem,
    run: async (act) => {
      setBusy(true)
      setProblem(null)
      setConflict(null)
      try {
        await act(seen)
        void renewVault()
      } catch (error) {
        const conflicting = errorOf(error, 'CONFLICT')
        if (conflicting) await meetConflict(conflicting.message)
        else setProblem({ sentence: describeProblem(error).sentence, field: errorOf(error, 'INVALID_INPUT')?.data.field ?? null })
      } finally {
        setBusy(false)
      }
    },
    refuse: (sentence, field) => setProblem({ sentence, field }),
  }
}
