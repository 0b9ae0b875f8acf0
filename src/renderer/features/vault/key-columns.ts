/** The columns of the list: one measure for head, rows and skeleton. */
export const columnGrid = 'grid grid-cols-[minmax(0,1fr)_128px_56px_96px_80px_80px_208px] px-2 *:px-2'

export const columns = [
  { name: 'Key', className: undefined },
  { name: 'Begins and ends', className: undefined },
  { name: 'Age', className: 'text-right' },
  { name: 'Last used', className: undefined },
  { name: 'Uses, 30 d', className: 'text-right' },
  { name: 'Expires', className: undefined },
  { name: 'State', className: undefined },
] as const
