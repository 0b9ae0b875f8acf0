/** The shape of the list while it comes. */
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { columnGrid, columns } from './request-columns.ts'

export const RequestListSkeleton = () => (
  <Loading label="Loading the requests">
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {Array.from({ length: 12 }, (_, row) => (
      <div key={row} className={`${columnGrid} h-row border-b border-hairline-soft`}>
        {columns.map(({ name, className }) => (
          <span key={name} className={className}>
            <Skeleton className={name === 'Request' ? 'w-2/3' : 'w-10'} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
