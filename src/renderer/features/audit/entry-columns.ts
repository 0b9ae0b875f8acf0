/** The columns of the list: one measure for head, rows and skeleton. Narrow windows drop what the side panel repeats. */
export const columnGrid =
  'grid grid-cols-[88px_80px_96px_minmax(144px,0.4fr)_minmax(88px,0.25fr)_minmax(0,1fr)_84px] items-center pl-2 pr-2 ' +
  'max-wide:grid-cols-[88px_96px_minmax(144px,0.5fr)_minmax(0,1fr)_84px] *:px-2'
export const wideOnly = 'max-wide:hidden'

export const columns = [
  { name: 'Entry', className: wideOnly },
  { name: 'Time', className: undefined },
  { name: 'Severity', className: undefined },
  { name: 'Action', className: undefined },
  { name: 'Actor', className: wideOnly },
  { name: 'Message', className: undefined },
  { name: 'Outcome', className: undefined },
] as const

export const rowPx = 32
export const dayPx = 28
export const headPx = 28
