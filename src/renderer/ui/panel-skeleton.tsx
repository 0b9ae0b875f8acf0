/** The shape of a side panel while it comes. */
import { Loading, Skeleton } from './skeleton.tsx'

export const PanelSkeleton = ({ label }: { label: string }) => (
  <Loading label={label}>
    <div className="grid gap-3 p-4">
      <Skeleton className="w-3/4" />
      <Skeleton className="w-1/2" />
      <Skeleton className="h-16" />
      <Skeleton className="w-2/3" />
    </div>
  </Loading>
)
