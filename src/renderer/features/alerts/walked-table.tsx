/** A list of rows under a head, walked by keyboard: the same for alerts, rules and messages. */
import type { ReactNode } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { classNames } from '../../ui/class-names.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'

export interface Column {
  name: string
  /** Of its cells; the head is read aloud alone where there is no word to show. */
  className?: string
  hiddenName?: true
}

interface WalkedTableProps<Row extends { id: string }> {
  label: string
  /** One of the rows, as in `Open the alert`. */
  one: string
  /** In the list of keys. */
  group: string
  rows: readonly Row[]
  columns: readonly Column[]
  /** The widths of the columns, as a class that head and rows share. */
  grid: string
  rowPx: number
  openId: string | null
  /** `walking` where one row comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** The cells of a row, in the order of the columns. */
  cells: (row: Row) => readonly ReactNode[]
  /** More keys that act upon the row with the cursor. */
  keys?: readonly { keys: string; label: string; run: (row: Row) => void }[]
  /** Below the last row. */
  foot?: ReactNode
}

const headPx = 28
const idOf = ({ id }: { id: string }) => id

export const WalkedTable = <Row extends { id: string }>({
  label,
  one,
  group,
  rows,
  columns,
  grid,
  rowPx,
  openId,
  onOpen,
  cells,
  keys = [],
  foot,
}: WalkedTableProps<Row>) => {
  const { scroller, rowsBegin, items, cursorId, cursorIndex, ...walk } = useWalkedList({
    rows,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-row',
    heightPx: rowPx,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  const acted = openId === null ? rows[cursorIndex] : rows.find(({ id }) => id === openId)
  useShortcuts([
    { keys: 'j', label: `Next ${one}`, group, run: () => walk.step(1) },
    { keys: 'k', label: `Previous ${one}`, group, run: () => walk.step(-1) },
    { keys: 'Enter', label: `Open the ${one}`, group, run: () => cursorId !== null && walk.open(cursorId) },
    ...keys.map((key) => ({ keys: key.keys, label: key.label, group, run: () => acted && key.run(acted) })),
  ])
  return (
    <div ref={scroller} data-beside={openId === null ? undefined : ''} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        onKeyDown={walk.keyDown}
        onClick={walk.click}
      >
        <div role="rowgroup" className="sticky top-0 z-2">
          <div
            role="row"
            aria-rowindex={1}
            className={classNames(grid, 'h-7 items-center bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]')}
          >
            {columns.map(({ name, className, hiddenName }) => (
              <span key={name} role="columnheader" className={className}>
                {hiddenName ? <span className="sr-only">{name}</span> : name}
              </span>
            ))}
          </div>
        </div>
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={row.id === openId}
                  tabIndex={index === cursorIndex ? 0 : -1}
                  data-row={row.id}
                  style={{ transform: `translateY(${start - headPx}px)`, height: rowPx }}
                  className={classNames(
                    grid,
                    'absolute inset-x-0 top-0 items-center border-b border-hairline-soft -outline-offset-2 hover:bg-hover',
                    'aria-selected:bg-accent-tint aria-selected:shadow-[inset_2px_0_var(--accent)] forced-colors:aria-selected:outline-2 forced-colors:aria-selected:outline-[Highlight]',
                  )}
                >
                  {cells(row).map((cell, at) => (
                    <span key={columns[at]?.name} role="gridcell" className={classNames('min-w-0', columns[at]?.className)}>
                      {cell}
                    </span>
                  ))}
                </div>
              )
            )
          })}
        </div>
      </div>
      {foot}
    </div>
  )
}

/** Buttons within a row: a press on them does not open the row, and their keys are their own. */
export const RowActs = ({ children }: { children: ReactNode }) => (
  // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only keeps what its buttons are given
  <span
    className="flex items-center justify-end gap-1"
    onClick={(event) => event.stopPropagation()}
    onKeyDown={(event) => event.stopPropagation()}
  >
    {children}
  </span>
)
