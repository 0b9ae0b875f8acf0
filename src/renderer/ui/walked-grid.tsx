/** The grid of a long list: a head that stays in view, the rows that are seen, and what stands below the last one. */
import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { GridColumn } from './grid-columns.ts'
import type { WalkedList } from './use-walked-list.ts'
import type { RowPlace } from './walked-row.tsx'

interface WalkedGridProps<Row, Id> {
  label: string
  columns: readonly GridColumn[]
  /** The widths of the columns, as a class that head and rows share. */
  columnGrid: string
  list: WalkedList<Row, Id>
  /** A `WalkedRow` or a `HeadingRow`. */
  draw: (row: Row, place: RowPlace) => ReactNode
  /** More rows will come from further down. */
  endless?: boolean
  /** Stays in view below the names of the columns. */
  belowHead?: ReactNode
  /** Below the last row. */
  foot?: ReactNode
  className?: string
}

export const WalkedGrid = <Row, Id>(props: WalkedGridProps<Row, Id>) => {
  const { label, columns, columnGrid, draw, endless = false, belowHead, foot, className = 'min-h-0 min-w-0 flex-1' } = props
  const { scroller, rowsBegin, ...list } = props.list
  return (
    <div ref={scroller} data-beside={list.beside ? '' : undefined} className={classNames(className, 'overflow-auto')}>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={endless ? -1 : list.rowCount + 1}
        aria-colcount={columns.length}
        onKeyDown={list.keyDown}
        onClick={list.click}
      >
        <div role="rowgroup" className="sticky top-0 z-2">
          <div
            role="row"
            aria-rowindex={1}
            className={classNames(columnGrid, 'h-7 items-center bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]')}
          >
            {columns.map(({ name, className: ofColumn, hiddenName }) => (
              <span key={name} role="columnheader" className={ofColumn}>
                {hiddenName ? <span className="sr-only">{name}</span> : name}
              </span>
            ))}
          </div>
          {belowHead}
        </div>
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: list.totalPx }}>
          {list.shown.map(({ key, row, place }) => (
            <Fragment key={key}>{draw(row, place)}</Fragment>
          ))}
        </div>
      </div>
      {foot}
    </div>
  )
}
