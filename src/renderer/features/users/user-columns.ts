/** The columns of the list: one measure for head, rows and skeleton. Where there is little room, what the side panel repeats goes. */
export const columnGrid =
  'grid grid-cols-[minmax(160px,1fr)_96px_136px_136px_80px_112px_184px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[minmax(140px,1fr)_88px_120px_184px] max-wide:grid-cols-[minmax(140px,1fr)_88px_120px_184px]'
/** Not beside an open panel, and not in a narrow window. */
const roomOnly = 'in-data-beside:hidden max-wide:hidden'

export const columns = [
  { name: 'Name', className: undefined },
  { name: 'Role', className: undefined },
  { name: 'Authenticator', className: roomOnly },
  { name: 'Last seen', className: undefined },
  { name: 'Sessions', className: `text-right ${roomOnly}` },
  { name: 'Opens vault', className: roomOnly },
  { name: 'State', className: undefined },
] as const
