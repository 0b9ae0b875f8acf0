/** One key in one line, and the line that names a provider. */
import type { Provider, VaultKey } from '../../../shared/contract/vault.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { columnGrid, columns } from './key-columns.ts'
import { ageOf, agoOf, expiryOf } from './key-words.ts'
import { providerNames } from './provider-names.ts'
import { StateBadge } from './state-badge.tsx'

interface KeyRowProps {
  of: VaultKey
  /** 1 is the head of the table. */
  rowIndex: number
  topPx: number
  open: boolean
  /** The one row that Tab reaches. */
  tabbable: boolean
  /** null: keys are not being chosen. */
  chosen: boolean | null
  onChoose: (chosen: boolean) => void
}

export const KeyRow = ({ of: key, rowIndex, topPx, open, tabbable, chosen, onChoose }: KeyRowProps) => {
  const nowMs = useNowMs()
  const over = key.state.kind === 'revoked' || key.state.kind === 'deleted'
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={open}
      tabIndex={tabbable ? 0 : -1}
      data-key={key.id}
      style={{ transform: `translateY(${topPx}px)` }}
      className={classNames(
        columnGrid,
        'absolute inset-x-0 top-0 h-row border-b border-hairline-soft -outline-offset-2 hover:bg-hover',
        'aria-selected:bg-accent-tint aria-selected:shadow-[inset_2px_0_var(--accent)] forced-colors:aria-selected:outline-2 forced-colors:aria-selected:outline-[Highlight]',
      )}
    >
      <span role="gridcell" className={classNames('flex min-w-0 items-center gap-2', over && 'text-2')}>
        {chosen !== null && (
          <Checkbox checked={chosen} onChange={onChoose} disabled={over}>
            <span className="sr-only">Choose {key.label}</span>
          </Checkbox>
        )}
        <span className="cut" title={key.label}>
          {key.label}
        </span>
      </span>
      <span role="gridcell" className="cut font-mono text-code text-2">
        {key.hint}
      </span>
      <span role="gridcell" className="text-right" title={`Stored ${formatUtc(key.storedAtMs)}`}>
        {ageOf(key.storedAtMs, nowMs)}
      </span>
      <span role="gridcell" className="cut text-2" title={key.lastUsedAtMs === null ? undefined : formatUtc(key.lastUsedAtMs)}>
        {agoOf(key.lastUsedAtMs, nowMs)}
      </span>
      <span role="gridcell" className="text-right">
        {formatCount(key.uses30Days)}
      </span>
      <span role="gridcell" className="cut" title={key.expiresAtMs === null ? undefined : formatUtc(key.expiresAtMs)}>
        {expiryOf(key.expiresAtMs, nowMs)}
      </span>
      <span role="gridcell" className="flex min-w-0">
        <StateBadge of={key} />
      </span>
    </div>
  )
}

export const ProviderRow = ({
  provider,
  count,
  rowIndex,
  topPx,
}: {
  provider: Provider
  count: number
  rowIndex: number
  topPx: number
}) => (
  <div
    role="row"
    aria-rowindex={rowIndex}
    style={{ transform: `translateY(${topPx}px)` }}
    className="absolute inset-x-0 top-0 flex h-7 items-center border-b border-hairline-soft bg-surface-0 px-4"
  >
    <span role="gridcell" aria-colspan={columns.length}>
      <strong className="font-strong">{providerNames[provider]}</strong> <span className="text-2">{formatCount(count)}</span>
    </span>
  </div>
)
