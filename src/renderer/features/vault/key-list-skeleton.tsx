/** The shape of the list while it comes. */
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { columnGrid, columns } from './key-columns.ts'

export const KeyListSkeleton = () => (
  <Loading label="Loading the keys">
    <div className="h-7 shadow-[inset_0_-1px_var(--hairline)]" />
    {Array.from({ length: 10 }, (_, row) => (
      <div key={row} className={`${columnGrid} h-row border-b border-hairline-soft`}>
        {columns.map(({ name }) => (
          <span key={name}>
            <Skeleton className={name === 'Key' ? 'w-2/3' : 'w-12'} />
          </span>
        ))}
      </div>
    ))}
  </Loading>
)
