/** The keys in their groups, walked by keyboard row by row. */
import { useMemo } from 'react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { columnGrid, columns, headPx, providerPx, rowPx } from './key-columns.ts'
import { groupKeys, keyIdOf, type KeyRow as Row } from './key-groups.ts'
import { KeyRow, ProviderRow } from './key-row.tsx'

interface KeyListProps {
  keys: readonly VaultKey[]
  openId: string | null
  /** Opens a key; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** null: keys are not being chosen. */
  chosen: ReadonlySet<string> | null
  onChoose: (id: string, chosen: boolean) => void
}

const reactKeyOf = (row: Row) => (row.kind === 'key' ? row.key.id : row.provider)

export const KeyList = ({ keys, openId, onOpen, chosen, onChoose }: KeyListProps) => {
  const rows = useMemo(() => groupKeys(keys), [keys])
  const { scroller, rowsBegin, items, cursorId, ...walk } = useWalkedList({
    rows,
    idOf: keyIdOf,
    keyOf: reactKeyOf,
    idAttribute: 'data-key',
    headPx,
    headingPx: providerPx,
    rowPx,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: false,
  })
  const toggle = () => cursorId !== null && chosen && onChoose(cursorId, !chosen.has(cursorId))
  useShortcuts([
    { keys: 'j', label: 'Next key', group: 'Vault', run: () => walk.step(1) },
    { keys: 'k', label: 'Previous key', group: 'Vault', run: () => walk.step(-1) },
    { keys: 'Enter', label: 'Open the key', group: 'Vault', run: () => cursorId !== null && walk.open(cursorId) },
    ...(chosen ? [{ keys: 'x', label: 'Choose the key', group: 'Vault', run: toggle }] : []),
  ])
  return (
    <div ref={scroller} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label="Keys by provider"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        onKeyDown={walk.keyDown}
        onClick={walk.click}
      >
        <div role="rowgroup" className="sticky top-0 z-2">
          <div
            role="row"
            aria-rowindex={1}
            className={`${columnGrid} h-7 bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]`}
          >
            {columns.map(({ name, className }) => (
              <span key={name} role="columnheader" className={className}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index]
            if (!row) return null
            const place = { rowIndex: index + 2, topPx: start - headPx }
            if (row.kind === 'provider') return <ProviderRow key={key} provider={row.provider} count={row.count} {...place} />
            const { id } = row.key
            return (
              <KeyRow
                key={key}
                of={row.key}
                {...place}
                open={id === openId}
                tabbable={index === walk.cursorIndex}
                chosen={chosen && chosen.has(id)}
                onChoose={(next) => onChoose(id, next)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}
