/** The shape of the list while it comes. */
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { columnGrid, columns } from './incident-columns.ts'

export const IncidentListSkeleton = () => (
  <Loading label="Loading the incidents">
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {Array.from({ length: 6 }, (_, row) => (
      <div key={row} className={`${columnGrid} h-row border-b border-hairline-soft`}>
        {columns.map(({ name, className }) => (
          <span key={name} className={className}>
            <Skeleton className={name === 'Incident' ? 'w-2/3' : 'w-12'} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
