/** The shape of the list while it comes. */
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { columnGrid, columns } from './key-columns.ts'

const widths = ['w-2/3', 'w-12']

export const KeyListSkeleton = () => (
  <GridSkeleton label="Loading the keys" columns={columns} columnGrid={columnGrid} rows={10} widths={widths} />
)
