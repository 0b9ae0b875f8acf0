/** The shape of the list while its first slice comes. */
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { columnGrid, columns } from './entry-columns.ts'

const widths = ['w-14', 'w-14', 'w-16', 'w-28', 'w-16', 'w-3/4', 'w-10']

export const ListSkeleton = () => (
  <GridSkeleton label="Loading the log" columns={columns} columnGrid={columnGrid} rows={16} widths={widths} />
)
