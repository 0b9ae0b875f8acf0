/** The shape of the list while it comes. */
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { columnGrid, columns } from './request-columns.ts'

const widths = ['w-10', 'w-2/3', 'w-10']

export const RequestListSkeleton = () => (
  <GridSkeleton label="Loading the requests" columns={columns} columnGrid={columnGrid} rows={12} widths={widths} />
)
