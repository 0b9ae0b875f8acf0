/** One row of a long list, and the line between rows that names those below it. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Where a row stands, and how; the list says so. */
export interface RowPlace {
  /** 1 is the head of the list. */
  rowIndex: number
  topPx: number
  open: boolean
  /** The one row that Tab reaches. */
  tabbable: boolean
}

interface WalkedRowProps extends RowPlace {
  /** The widths of the columns, as a class that head and rows share. */
  columnGrid: string
  /** Where it is not that of any row. */
  heightPx?: number | undefined
  className?: string | false | undefined
  children: ReactNode
}

/** Carries its list's `idAttribute`. */
export const WalkedRow = ({ rowIndex, topPx, open, tabbable, columnGrid, heightPx, className, children, ...id }: WalkedRowProps) => (
  <div
    {...id}
    role="row"
    aria-rowindex={rowIndex}
    aria-selected={open}
    tabIndex={tabbable ? 0 : -1}
    style={{ transform: `translateY(${topPx}px)`, ...(heightPx !== undefined && { height: heightPx }) }}
    className={classNames(
      columnGrid,
      'absolute inset-x-0 top-0 h-row items-center border-b border-hairline-soft -outline-offset-2 hover:bg-hover',
      'aria-selected:bg-accent-tint aria-selected:shadow-[inset_2px_0_var(--accent)] forced-colors:aria-selected:outline-2 forced-colors:aria-selected:outline-[Highlight]',
      className,
    )}
  >
    {children}
  </div>
)

interface HeadingRowProps extends Pick<RowPlace, 'rowIndex' | 'topPx'> {
  columnCount: number
  className?: string
  children: ReactNode
}

export const HeadingRow = ({ rowIndex, topPx, columnCount, className, children }: HeadingRowProps) => (
  <div
    role="row"
    aria-rowindex={rowIndex}
    style={{ transform: `translateY(${topPx}px)` }}
    className={classNames('absolute inset-x-0 top-0 flex h-7 items-center border-b border-hairline-soft bg-surface-0 px-4', className)}
  >
    <span role="gridcell" aria-colspan={columnCount}>
      {children}
    </span>
  </div>
)
