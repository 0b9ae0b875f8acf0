/** The state of a key: a badge only for what wants a look or is under way. */
import { RefreshCw } from 'lucide-react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNowMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { calmState, flagNames, flagSeverities, swappingSentence, type KeyFlag } from './key-words.ts'

export const FlagBadge = ({ flag }: { flag: KeyFlag }) => (
  <SeverityLabel severity={flagSeverities[flag]} look="badge">
    {flagNames[flag]}
  </SeverityLabel>
)

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
  if (worst) return <FlagBadge flag={worst} />
  return <span className="text-2">{calmState(key, nowMs)}</span>
}
