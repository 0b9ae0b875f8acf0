/** The state of a key: a badge only for what wants a look or is under way. */
import { RefreshCw } from 'lucide-react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNowMs } from '../../ui/now.ts'
import { formatUtc } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { checkFact } from './check-words.ts'
import { calmState, flagNames, flagSeverities, swappingSentence, type KeyFlag } from './key-words.ts'

export const FlagBadge = ({ flag }: { flag: KeyFlag }) => (
  <SeverityLabel severity={flagSeverities[flag]} look="badge">
    {flagNames[flag]}
  </SeverityLabel>
)

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export const StateBadge = ({ of: key }: { of: VaultKey }) => {
  const nowMs = useNowMs()
  const [worst] = key.flags
  if (key.state.kind === 'swapping')
    return (
      <Badge live>
        <RefreshCw aria-hidden className="size-3" />
        {swappingSentence(key.state.untilMs, nowMs)}
      </Badge>
    )
  const over = key.state.kind === 'revoked' || key.state.kind === 'deleted'
  const said = over ? null : checkFact(key.check, nowMs)
  if (said && key.check?.known?.result === 'refused')
    return (
      <SeverityLabel severity="high" look="badge">
        {capital(said)}
      </SeverityLabel>
    )
  if (worst) return <FlagBadge flag={worst} />
  return (
    <span className="cut text-2" title={key.check?.known ? formatUtc(key.check.known.atMs) : undefined}>
      {[calmState(key, nowMs), said].filter(Boolean).join(', ')}
    </span>
  )
}
