/** The keys in their groups, walked by keyboard row by row. */
import { useMemo } from 'react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { columnGrid, columns } from './key-columns.ts'
import { groupKeys, keyIdOf, type KeyRow as Row } from './key-groups.ts'
import { KeyRow, ProviderRow } from './key-row.tsx'

interface KeyListProps {
  keys: readonly VaultKey[]
  openId: string | null
  /** Opens a key; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** null: keys are not being chosen. */
  chosen: ReadonlySet<string> | null
  mayChoose: (key: VaultKey) => boolean
  onChoose: (id: string, chosen: boolean) => void
}

const reactKeyOf = (row: Row) => (row.kind === 'key' ? row.key.id : row.provider)

export const KeyList = ({ keys, openId, onOpen, chosen, mayChoose, onChoose }: KeyListProps) => {
  const rows = useMemo(() => groupKeys(keys), [keys])
  const list = useWalkedList({
    rows,
    idOf: keyIdOf,
    keyOf: reactKeyOf,
    idAttribute: 'data-key',
    headings: true,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: false,
  })
  const { cursorId } = list
  const toggle = () => {
    const key = keys.find(({ id }) => id === cursorId)
    if (key && chosen && mayChoose(key)) onChoose(key.id, !chosen.has(key.id))
  }
  useShortcuts([
    ...walkShortcuts(list, { group: 'Vault', one: 'key' }),
    ...(chosen ? [{ keys: 'x', label: 'Choose the key', group: 'Vault', run: toggle }] : []),
  ])
  return (
    <WalkedGrid
      label="Keys by provider"
      columns={columns}
      columnGrid={columnGrid}
      list={list}
      draw={(row, place) =>
        row.kind === 'provider' ? (
          <ProviderRow provider={row.provider} count={row.count} {...place} />
        ) : (
          <KeyRow
            of={row.key}
            {...place}
            chosen={chosen && chosen.has(row.key.id)}
            mayChoose={mayChoose(row.key)}
            onChoose={(next) => onChoose(row.key.id, next)}
          />
        )
      }
    />
  )
}
