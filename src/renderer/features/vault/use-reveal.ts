/** Shows and copies one key, after a fresh code. Its text is dropped when hidden, closed, locked, left, or when the tab is hidden. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { toastProblem } from '../../ui/toast.tsx'
import { copyKey } from './copied-key.ts'
import { holdText, type HeldText } from '../../ui/held-text.ts'
import { shownLeftMs, type Shown } from './reveal-time.ts'
import { renewVault, useClipboardSeconds, useHideAfterSeconds } from './vault-queries.ts'

export interface ShownKey extends Shown {
  held: HeldText
  versionNumber: number
  revealId: string
  entrySequence: number
  steppedUpUntilMs: number
}
type RevealState = { kind: 'hidden' } | { kind: 'asking'; purpose: 'show' | 'copy' } | { kind: 'shown'; shown: ShownKey }

const fail = (title: string) => (error: unknown) => {
  if (!(error instanceof StepUpCancelled)) toastProblem({ title, text: describeProblem(error).sentence })
}

export const useReveal = (id: string, label: string) => {
  const [state, setState] = useState<RevealState>({ kind: 'hidden' })
  const open = useRef<ShownKey | null>(null)
  const gone = useRef(false)
  const hideAfterSeconds = useHideAfterSeconds()
  const clipboardSeconds = useClipboardSeconds()

  const hide = useCallback(() => {
    const shown = open.current
    open.current = null
    setState({ kind: 'hidden' })
    if (!shown) return
    shown.held.wipe()
    // The console ends the reveal by itself; this only makes its account exact.
    client.vault.hide({ revealId: shown.revealId }).then(renewVault, () => {})
  }, [])

  useEffect(() => {
    gone.current = false
    const look = () => document.visibilityState === 'hidden' && hide()
    document.addEventListener('visibilitychange', look)
    return () => {
      gone.current = true
      document.removeEventListener('visibilitychange', look)
      hide()
    }
  }, [hide])

  const shown = state.kind === 'shown' ? state.shown : null
  useEffect(() => {
    if (!shown) return
    const timer = setInterval(() => shownLeftMs(shown, Date.now(), performance.now()) === 0 && hide(), 200)
    return () => clearInterval(timer)
  }, [shown, hide])

  const reveal = async (versionNumber: number) => {
    hide()
    setState({ kind: 'asking', purpose: 'show' })
    try {
      const { text, ...answer } = await withStepUp(() => client.vault.reveal({ id, versionNumber, purpose: 'show' }), {
        title: `Reveal “${label}”?`,
        text: `Enter a fresh code from your authenticator. The key is shown for ${hideAfterSeconds} s and the reveal is written to the audit log in your name.`,
      })
      const next: ShownKey = {
        ...answer,
        versionNumber,
        held: holdText(text),
        beganAtMonotonicMs: performance.now(),
        forMs: hideAfterSeconds * 1000,
      }
      open.current = next
      // Asked for a code, one may have gone elsewhere meanwhile.
      if (gone.current) return hide()
      setState({ kind: 'shown', shown: next })
      void renewVault()
    } catch (error) {
      setState({ kind: 'hidden' })
      fail('The key was not revealed')(error)
    }
  }

  const copy = async (versionNumber: number) => {
    if (state.kind === 'hidden') setState({ kind: 'asking', purpose: 'copy' })
    try {
      const { text } = await withStepUp(() => client.vault.reveal({ id, versionNumber, purpose: 'copy' }), {
        title: `Copy “${label}”?`,
        text: `Enter a fresh code from your authenticator. The key goes to the clipboard for ${clipboardSeconds} s and the copy is written to the audit log in your name.`,
      })
      await copyKey(text, clipboardSeconds)
      void renewVault()
    } catch (error) {
      fail('The key was not copied')(error)
    } finally {
      setState((now) => (now.kind === 'asking' ? { kind: 'hidden' } : now))
    }
  }

  return { state, reveal: (version: number) => void reveal(version), copy: (version: number) => void copy(version), hide }
}
export type Reveal = ReturnType<typeof useReveal>
