/** The shape of a list while it comes. */
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import type { Column } from './walked-table.tsx'

interface TableSkeletonProps {
  label: string
  columns: readonly Column[]
  grid: string
  rowPx: number
}

export const TableSkeleton = ({ label, columns, grid, rowPx }: TableSkeletonProps) => (
  <Loading label={label}>
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {Array.from({ length: 6 }, (_, row) => (
      <div key={row} className={`${grid} items-center border-b border-hairline-soft`} style={{ height: rowPx }}>
        {columns.map(({ name, className }, at) => (
          <span key={name} className={className}>
            <Skeleton className={at === 1 ? 'w-2/3' : 'w-12'} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
