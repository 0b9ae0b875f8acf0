/** The top of the panel: the key hidden, with the ways to see it, or shown with the time that is left. */
import { Link } from '@tanstack/react-router'
import { Copy, EyeOff } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { formatClockMinutes, formatCount } from '../../ui/format.ts'
import { HeldTextField } from '../../ui/held-text-field.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { Well } from '../../ui/well.tsx'
import { secondsLeft, shownLeftMs } from './reveal-time.ts'
import type { Reveal, ShownKey } from './use-reveal.ts'
import type { VaultActs } from './vault-queries.ts'

interface RevealSectionProps {
  keyShown: VaultKey
  reveal: Reveal
  acts: VaultActs
}

export const RevealSection = ({ keyShown, reveal, acts }: RevealSectionProps) => {
  const { state } = reveal
  const shownBefore = useRef(false)
  useEffect(() => {
    shownBefore.current = state.kind === 'shown'
  }, [state.kind])
  if (state.kind === 'shown')
    return <ShownSection key={state.shown.revealId} shown={state.shown} current={keyShown.versionNumber} reveal={reveal} />
  return <HiddenSection keyShown={keyShown} reveal={reveal} acts={acts} shownBefore={shownBefore} />
}

/** Of a short key only its length is known. */
const hiddenHint = (hint: string) => (hint.includes('…') ? hint.replace('…', '•'.repeat(16)) : `${'•'.repeat(16)} ${hint}`)

const HiddenSection = ({ keyShown, reveal, acts, shownBefore }: RevealSectionProps & { shownBefore: RefObject<boolean> }) => {
  const revealButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The button that had the focus is gone with the key; somebody who went elsewhere meanwhile is left there.
    if (shownBefore.current && document.activeElement === document.body) revealButton.current?.focus()
  }, [shownBefore])
  const { state, versionNumber } = keyShown
  const asking = reveal.state.kind === 'asking' ? reveal.state.purpose : null
  const why = whyHidden(keyShown, acts)
  return (
    <PanelSection>
      <div className="grid gap-3">
        <h3 className="text-small font-strong">{state.kind === 'revoked' ? 'Destroyed' : 'Hidden'}</h3>
        <Well>{hiddenHint(keyShown.hint)}</Well>
        {acts.mayReveal && state.kind !== 'revoked' && state.kind !== 'deleted' && (
          <div className="flex gap-2">
            <Button
              ref={revealButton}
              look="primary"
              onClick={() => reveal.reveal(versionNumber)}
              busy={asking === 'show'}
              disabled={acts.closed !== null}
            >
              Reveal…
            </Button>
            <Button onClick={() => reveal.copy(versionNumber)} busy={asking === 'copy'} disabled={acts.closed !== null}>
              {asking !== 'copy' && <Copy aria-hidden />}
              Copy…
            </Button>
          </div>
        )}
        {why && <p className="text-small text-2">{why}</p>}
      </div>
    </PanelSection>
  )
}

const whyHidden = ({ state }: VaultKey, acts: VaultActs): ReactNode => {
  if (state.kind === 'revoked') return 'This key was revoked. Its text is destroyed and cannot be brought back.'
  if (state.kind === 'deleted') return 'This key was deleted. Restore it to reveal it again.'
  if (!acts.mayReveal) return 'Your role may not reveal keys. An administrator can.'
  return acts.closed
}

const useLeftMs = (shown: ShownKey): number => {
  const look = () => shownLeftMs(shown, Date.now(), performance.now())
  const [leftMs, setLeftMs] = useState(look)
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(shownLeftMs(shown, Date.now(), performance.now())), 200)
    return () => clearInterval(timer)
  }, [shown])
  return leftMs
}

const ShownSection = ({ shown, current, reveal }: { shown: ShownKey; current: number; reveal: Reveal }) => {
  const leftMs = useLeftMs(shown)
  const copy = () => reveal.copy(shown.versionNumber)
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    copyButton.current?.focus()
    copyButton.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useShortcuts([
    { keys: 'c', label: 'Copy the revealed key', group: 'Vault', run: copy },
    { keys: 'Escape', label: 'Hide the revealed key', group: 'Vault', run: reveal.hide },
  ])
  return (
    <PanelSection>
      <div className="grid gap-3">
        <div className="grid gap-2">
          <div className="flex items-center justify-between">
            <h3 className="text-small font-strong">
              {shown.versionNumber === current ? 'Revealed to you' : `Version ${shown.versionNumber}, revealed to you`}
            </h3>
            <span role="timer" aria-label="Time left" className="font-strong text-accent-text">
              {secondsLeft(leftMs)} s
            </span>
          </div>
          <svg viewBox="0 0 300 4" preserveAspectRatio="none" aria-hidden className="h-1 w-full overflow-hidden rounded-1">
            <rect width="300" height="4" className="fill-pressed" />
            <rect width={Math.round((300 * leftMs) / shown.forMs)} height="4" className="fill-accent forced-colors:fill-[Highlight]" />
          </svg>
        </div>
        <HeldTextField held={shown.held} label="The key" lines />
        <div className="flex items-center gap-2">
          <Button ref={copyButton} look="primary" onClick={copy}>
            <Copy aria-hidden />
            Copy
          </Button>
          <Button onClick={reveal.hide}>
            <EyeOff aria-hidden />
            Hide now
          </Button>
          <span className="flex-1" />
          <KeyHint>C</KeyHint>
          <KeyHint>Esc</KeyHint>
        </div>
        <p className="text-small text-2">
          Written to the audit log as{' '}
          <Link to="/audit" search={{ entry: shown.entrySequence }} className="text-accent-text">
            entry {formatCount(shown.entrySequence)}
          </Link>
          . You can reveal without a new code until {formatClockMinutes(shown.steppedUpUntilMs)}.
        </p>
      </div>
    </PanelSection>
  )
}
