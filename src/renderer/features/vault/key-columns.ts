/** The columns of the list: one measure for head, rows and skeleton. Where there is little room, what the side panel repeats goes. */
export const columnGrid =
  'grid grid-cols-[minmax(0,1fr)_128px_64px_96px_80px_88px_208px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[minmax(140px,1fr)_96px_88px_208px] max-[900px]:grid-cols-[minmax(140px,1fr)_96px_88px_208px]'
/** Not beside an open panel, and not in a narrow window. */
const roomOnly = 'in-data-beside:hidden max-[900px]:hidden'

export const columns = [
  { name: 'Key', className: undefined },
  { name: 'Begins and ends', className: roomOnly },
  { name: 'Age', className: `text-right ${roomOnly}` },
  { name: 'Last used', className: undefined },
  { name: 'Uses, 30 d', className: `text-right ${roomOnly}` },
  { name: 'Expires', className: undefined },
  { name: 'State', className: undefined },
] as const
