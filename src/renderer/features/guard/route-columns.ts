/** The columns of the list of routes: one measure for head and rows. */
export const columnGrid =
  'grid grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_64px_88px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_88px] max-wide:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1fr)_64px_88px]'
/** The side panel says it too. */
const roomOnly = 'in-data-beside:hidden'

export const columns = [
  { name: 'Route', className: undefined },
  { name: 'Takes', className: undefined },
  { name: 'Sends on to', className: roomOnly },
  { name: 'Who may call', className: 'in-data-beside:hidden max-wide:hidden' },
  { name: 'Grade', className: roomOnly },
  { name: 'State', className: undefined },
] as const
