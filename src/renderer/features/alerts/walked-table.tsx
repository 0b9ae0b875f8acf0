/** A list of rows under a head, walked by keyboard: the same for alerts, rules and messages. */
import type { ReactNode } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { classNames } from '../../ui/class-names.ts'
import type { GridColumn } from '../../ui/grid-columns.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { WalkedRow } from '../../ui/walked-row.tsx'

interface WalkedTableProps<Row extends { id: string }> {
  label: string
  /** One of the rows, as in `Open the alert`. */
  one: string
  /** In the list of keys. */
  group: string
  rows: readonly Row[]
  columns: readonly GridColumn[]
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
  const list = useWalkedList({
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
  const acted = openId === null ? rows[list.cursorIndex] : rows.find(({ id }) => id === openId)
  useShortcuts([
    ...walkShortcuts(list, { group, one }),
    ...keys.map((key) => ({ keys: key.keys, label: key.label, group, run: () => acted && key.run(acted) })),
  ])
  return (
    <WalkedGrid
      label={label}
      columns={columns}
      columnGrid={grid}
      list={list}
      foot={foot}
      draw={(row, place) => (
        <WalkedRow {...place} columnGrid={grid} heightPx={rowPx} data-row={row.id}>
          {cells(row).map((cell, at) => (
            <span key={columns[at]?.name} role="gridcell" className={classNames('min-w-0', columns[at]?.className)}>
              {cell}
            </span>
          ))}
        </WalkedRow>
      )}
    />
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
