/** The keys in their groups, walked by keyboard row by row. */
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { columnGrid, columns, headPx, providerPx, rowPx } from './key-columns.ts'
import { groupKeys, nextKeyIndex } from './key-groups.ts'
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

const pageRows = 15

export const KeyList = ({ keys, openId, onOpen, chosen, onChoose }: KeyListProps) => {
  const rows = useMemo(() => groupKeys(keys), [keys])
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.kind === 'key' ? row.key.id : row.provider, index])), [rows])
  const [cursor, setCursor] = useState<string | null>(openId)
  const cursorIndex = (cursor === null ? undefined : indexOf.get(cursor)) ?? nextKeyIndex(rows, -1, 1)

  const scroller = useRef<HTMLDivElement>(null)
  const rowsBegin = useRef<HTMLDivElement>(null)
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range)
      // The row that Tab reaches must exist even where it is scrolled away.
      return cursorIndex < 0 || seen.includes(cursorIndex) ? seen : [cursorIndex, ...seen].toSorted((a, b) => a - b)
    },
    [cursorIndex],
  )
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised on the virtualizer's answers
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'key' ? rowPx : providerPx),
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : row.kind === 'key' ? row.key.id : row.provider
    },
    overscan: 12,
    scrollMargin: headPx,
    scrollPaddingStart: headPx + providerPx,
    rangeExtractor,
  })
  const measured = useRef(rows)
  useLayoutEffect(() => {
    if (measured.current !== rows) virtualizer.measure()
    measured.current = rows
  }, [rows, virtualizer])
  const items = virtualizer.getVirtualItems()

  const wantsFocus = useRef(false)
  const walkTo = (index: number) => {
    const row = rows[index]
    if (row?.kind !== 'key') return
    wantsFocus.current = true
    setCursor(row.key.id)
    virtualizer.scrollToIndex(index, { align: 'auto' })
    if (openId !== null) onOpen(row.key.id, true)
  }
  useLayoutEffect(() => {
    if (!wantsFocus.current || cursor === null) return
    wantsFocus.current = false
    rowsBegin.current?.querySelector<HTMLElement>(`[data-key="${cursor}"]`)?.focus({ preventScroll: true })
  }, [cursor, items])

  // The open key is where the keyboard goes on, and is seen where the list holds it.
  const shownOpen = useRef<string | null>(null)
  useEffect(() => {
    if (openId === shownOpen.current) return
    const index = openId === null ? undefined : indexOf.get(openId)
    if (openId !== null && index === undefined) return
    shownOpen.current = openId
    if (openId === null || index === undefined) return
    setCursor(openId)
    virtualizer.scrollToIndex(index, { align: 'auto' })
  }, [openId, indexOf, virtualizer])

  const step = (direction: 1 | -1, times = 1) => {
    // Nothing focused and nothing open yet: the first step lands on the row that Tab would reach.
    const begun = openId !== null || rowsBegin.current?.contains(document.activeElement)
    let index = cursorIndex
    for (let at = 0; at < (begun ? times : 0); at += 1) index = nextKeyIndex(rows, index, direction)
    walkTo(index)
  }
  const atCursor = rows[cursorIndex]
  const cursorId = atCursor?.kind === 'key' ? atCursor.key.id : null
  const toggle = () => cursorId !== null && chosen && onChoose(cursorId, !chosen.has(cursorId))
  useShortcuts([
    { keys: 'j', label: 'Next key', group: 'Vault', run: () => step(1) },
    { keys: 'k', label: 'Previous key', group: 'Vault', run: () => step(-1) },
    { keys: 'Enter', label: 'Open the key', group: 'Vault', run: () => cursorId !== null && onOpen(cursorId, openId !== null) },
    ...(chosen ? [{ keys: 'x', label: 'Choose the key', group: 'Vault', run: toggle }] : []),
  ])
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const acts: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(1, pageRows),
      PageUp: () => step(-1, pageRows),
      Home: () => walkTo(nextKeyIndex(rows, -1, 1)),
      End: () => walkTo(nextKeyIndex(rows, rows.length, -1)),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const click = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('label')) return
    const id = event.target.closest<HTMLElement>('[data-key]')?.dataset['key']
    if (id === undefined) return
    setCursor(id)
    onOpen(id, openId !== null)
  }
  return (
    <div ref={scroller} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label="Keys by provider"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        onKeyDown={press}
        onClick={click}
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
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
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
                tabbable={index === cursorIndex}
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
