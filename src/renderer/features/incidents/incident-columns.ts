/** The columns of the list: one measure for head, rows and skeleton. Narrow windows drop what the side panel repeats. */
export const columnGrid =
  'grid grid-cols-[56px_96px_minmax(0,1fr)_minmax(120px,0.3fr)_80px_112px_112px] items-center px-2 ' +
  'max-wide:grid-cols-[56px_96px_minmax(0,1fr)_80px_112px_112px] *:px-2'
const wideOnly = 'max-wide:hidden'

export const columns = [
  { name: 'No.', className: 'text-right' },
  { name: 'Severity', className: undefined },
  { name: 'Incident', className: undefined },
  { name: 'Source', className: wideOnly },
  { name: 'Events', className: 'text-right' },
  { name: 'Last activity', className: undefined },
  { name: 'Who has it', className: undefined },
] as const

export const rowPx = 32
export const headPx = 28
