/** One key in one line, and the line that names a provider. */
import type { Provider, VaultKey } from '../../../shared/contract/vault.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { HeadingRow, WalkedRow, type RowPlace } from '../../ui/walked-row.tsx'
import { columnGrid, columns } from './key-columns.ts'
import { ageOf, agoOf, expiryOf } from './key-words.ts'
import { providerNames } from './provider-names.ts'
import { StateBadge } from './state-badge.tsx'

interface KeyRowProps extends RowPlace {
  of: VaultKey
  /** null: keys are not being chosen. */
  chosen: boolean | null
  mayChoose: boolean
  onChoose: (chosen: boolean) => void
}

const [, hintColumn, ageColumn, , usesColumn] = columns

export const KeyRow = ({ of: key, chosen, mayChoose, onChoose, ...place }: KeyRowProps) => {
  const nowMs = useNowMs()
  const over = key.state.kind === 'revoked' || key.state.kind === 'deleted'
  return (
    <WalkedRow {...place} columnGrid={columnGrid} data-key={key.id}>
      <span role="gridcell" className={classNames('flex min-w-0 items-center gap-2', over && 'text-2')}>
        {chosen !== null && (
          <Checkbox checked={chosen} onChange={onChoose} disabled={!mayChoose}>
            <span className="sr-only">Choose {key.label}</span>
          </Checkbox>
        )}
        <span className="cut" title={key.label}>
          {key.label}
        </span>
      </span>
      <span role="gridcell" className={classNames(hintColumn.className, 'cut font-mono text-code text-2')}>
        {key.hint}
      </span>
      <span role="gridcell" className={classNames(ageColumn.className, 'whitespace-nowrap')} title={`Stored ${formatUtc(key.storedAtMs)}`}>
        {ageOf(key.storedAtMs, nowMs)}
      </span>
      <span role="gridcell" className="cut text-2" title={key.lastUsedAtMs === null ? undefined : formatUtc(key.lastUsedAtMs)}>
        {agoOf(key.lastUsedAtMs, nowMs)}
      </span>
      <span role="gridcell" className={usesColumn.className}>
        {formatCount(key.uses30Days)}
      </span>
      <span role="gridcell" className="cut" title={key.expiresAtMs === null ? undefined : formatUtc(key.expiresAtMs)}>
        {expiryOf(key.expiresAtMs, nowMs)}
      </span>
      <span role="gridcell" className="flex min-w-0">
        <StateBadge of={key} />
      </span>
    </WalkedRow>
  )
}

interface ProviderRowProps extends RowPlace {
  provider: Provider
  count: number
}

export const ProviderRow = ({ provider, count, ...place }: ProviderRowProps) => (
  <HeadingRow {...place} columnCount={columns.length}>
    <strong className="font-strong">{providerNames[provider]}</strong> <span className="text-2">{formatCount(count)}</span>
  </HeadingRow>
)
