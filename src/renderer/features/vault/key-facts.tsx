/** What is known of a key, and its versions. */
import type { ReactNode } from 'react'
import type { VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { PanelSection } from '../../ui/side-panel.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { dayOf, expiryOf, flagReason, versionWords } from './key-words.ts'
import { providerNames } from './provider-names.ts'
import { FlagBadge, StateBadge } from './state-badge.tsx'

const Day = ({ atMs, children }: { atMs: number; children: ReactNode }) => (
  <Tooltip text={formatUtc(atMs)}>
    <time dateTime={new Date(atMs).toISOString()}>{children}</time>
  </Tooltip>
)

const State = ({ of: key }: { of: VaultKeyDetail }) => {
  const nowMs = useNowMs()
  return (
    <span className="grid gap-1">
      {(key.state.kind !== 'active' || key.flags.length === 0) && <StateBadge of={{ ...key, flags: [], check: null }} />}
      {key.flags.map((flag) => (
        <span key={flag} className="flex flex-wrap items-center gap-x-2">
          <FlagBadge flag={flag} />
          <span className="text-2">{flagReason(key, flag, key.staleAfterDays, nowMs)}</span>
        </span>
      ))}
    </span>
  )
}

export const KeyFacts = ({ of: key }: { of: VaultKeyDetail }) => {
  const nowMs = useNowMs()
  const facts: { name: string; value: ReactNode }[] = [
    { name: 'State', value: <State of={key} /> },
    {
      name: 'Version',
      value: (
        <Day atMs={key.storedAtMs}>
          {key.versionNumber}, stored {dayOf(key.storedAtMs)}
        </Day>
      ),
    },
    {
      name: 'Expires',
      value:
        key.expiresAtMs === null ? (
          'never'
        ) : (
          <Day atMs={key.expiresAtMs}>
            {dayOf(key.expiresAtMs)}, {expiryOf(key.expiresAtMs, nowMs)}
          </Day>
        ),
    },
    { name: 'Provider', value: providerNames[key.provider] },
  ]
  if (key.tags.length > 0)
    facts.push({
      name: 'Tags',
      value: key.tags.map((tag) => <Badge key={tag}>{tag}</Badge>),
    })
  facts.push({ name: 'Stored by', value: key.storedBy })
  return (
    <PanelSection>
      <Facts facts={facts} />
    </PanelSection>
  )
}

interface VersionsProps {
  of: VaultKeyDetail
  /** null: nobody may, or nothing can be revealed now. */
  onReveal: ((versionNumber: number) => void) | null
  /** Ends the overlap of a version now; null where one may not. */
  onEndOverlap: ((versionNumber: number) => void) | null
  /** The version whose overlap is being ended. */
  ending: number | null
}

/** Shown only where there is more than one. */
export const Versions = ({ of: key, onReveal, onEndOverlap, ending }: VersionsProps) => {
  const nowMs = useNowMs()
  if (key.versions.length < 2) return null
  return (
    <PanelSection title="Versions">
      <ol className="grid gap-2">
        {key.versions.map((version) => (
          <li key={version.number} className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-baseline gap-x-2">
            <span className="text-2">{version.number}</span>
            <span className="cut font-mono text-code text-2">{version.hint}</span>
            <span className={version.state.kind === 'overlap' ? 'text-small text-accent-text' : 'text-small text-2'}>
              {versionWords(version, nowMs)}
            </span>
            <span className="cut col-span-2 col-start-2 text-small text-2">
              stored {dayOf(version.storedAtMs)} by {version.storedBy}
            </span>
            {version.state.kind === 'overlap' && (onReveal || onEndOverlap) && (
              <span className="col-span-2 col-start-2 flex flex-wrap gap-x-4">
                {onReveal && (
                  <Button look="text" onClick={() => onReveal(version.number)}>
                    Reveal version {version.number}…
                  </Button>
                )}
                {onEndOverlap && (
                  <Button look="text" onClick={() => onEndOverlap(version.number)} busy={ending === version.number}>
                    End the overlap of version {version.number}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
    </PanelSection>
  )
}
