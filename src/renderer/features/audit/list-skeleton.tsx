/** The shape of the list while its first slice comes. */
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { columnGrid, wideOnly } from './entry-columns.ts'

const rows = Array.from({ length: 16 }, (_, at) => at)
const widths = ['w-14', 'w-14', 'w-16', 'w-28', 'w-16', 'w-3/4', 'w-10']

export const ListSkeleton = () => (
  <Loading label="Loading the log">
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {rows.map((row) => (
      <div key={row} className={`${columnGrid} h-row border-b border-hairline-soft`}>
        {widths.map((width, column) => (
          <span key={column} className={column === 0 || column === 4 ? wideOnly : undefined}>
            <Skeleton className={width} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
