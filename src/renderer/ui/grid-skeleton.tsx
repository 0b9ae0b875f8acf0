/** The shape of a long list while it comes. */
import { classNames } from './class-names.ts'
import type { GridColumn } from './grid-columns.ts'
import { Loading, Skeleton } from './skeleton.tsx'

const usualWidths = ['w-12', 'w-2/3', 'w-12']

interface GridSkeletonProps {
  label: string
  columns: readonly GridColumn[]
  columnGrid: string
  rows?: number
  /** Of what stands in each column, as classes; the last one is for all that follow. */
  widths?: readonly string[]
  heightPx?: number
}

export const GridSkeleton = ({ label, columns, columnGrid, rows = 6, widths = usualWidths, heightPx }: GridSkeletonProps) => (
  <Loading label={label}>
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {Array.from({ length: rows }, (_, row) => (
      <div
        key={row}
        className={classNames(columnGrid, 'h-row items-center border-b border-hairline-soft')}
        style={heightPx === undefined ? undefined : { height: heightPx }}
      >
        {columns.map(({ name, className }, at) => (
          <span key={name} className={className}>
            <Skeleton className={widths[at] ?? widths.at(-1)} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
