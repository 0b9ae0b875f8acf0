/** The columns of the list: one measure for head, rows and skeleton. Where there is little room, what the side panel repeats goes. */
export const columnGrid =
  'grid grid-cols-[56px_96px_minmax(0,1fr)_minmax(120px,0.3fr)_80px_112px_112px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[56px_96px_minmax(0,1fr)_80px_112px_112px] max-wide:grid-cols-[56px_96px_minmax(0,1fr)_80px_112px_112px]'
/** Not beside an open panel, and not in a narrow window: the title says it too. */
const roomOnly = 'in-data-beside:hidden max-wide:hidden'

export const columns = [
  { name: 'No.', className: 'text-right' },
  { name: 'Severity', className: undefined },
  { name: 'Incident', className: undefined },
  { name: 'Source', className: roomOnly },
  { name: 'Events', className: 'text-right' },
  { name: 'Last activity', className: undefined },
  { name: 'Who has it', className: undefined },
] as const
