/** The columns of the list: one measure for head, rows and skeleton. Where there is little room, what the side panel repeats goes. */
export const columnGrid =
  'grid grid-cols-[112px_minmax(160px,1fr)_minmax(72px,0.35fr)_minmax(72px,0.35fr)_minmax(96px,0.35fr)_72px_144px_56px_80px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[104px_minmax(120px,1fr)_72px_136px_56px_72px] max-wide:grid-cols-[104px_minmax(120px,1fr)_minmax(72px,0.4fr)_72px_136px_56px_72px]'
/** Not beside an open panel, and not in a narrow window. */
const roomOnly = 'in-data-beside:hidden max-wide:hidden'
const notBeside = 'in-data-beside:hidden'

export const columns = [
  { name: 'Time', className: undefined },
  { name: 'Request', className: undefined },
  { name: 'Route', className: roomOnly },
  { name: 'Consumer', className: notBeside },
  { name: 'Source', className: roomOnly },
  { name: 'Path', className: undefined },
  { name: 'Outcome', className: undefined },
  { name: 'Status', className: 'text-right' },
  { name: 'Took', className: 'text-right' },
] as const
