/** The shape of the list while it comes. */
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { columnGrid, columns } from './incident-columns.ts'

const widths = ['w-12', 'w-12', 'w-2/3', 'w-12']

export const IncidentListSkeleton = () => (
  <GridSkeleton label="Loading the incidents" columns={columns} columnGrid={columnGrid} rows={6} widths={widths} />
)
