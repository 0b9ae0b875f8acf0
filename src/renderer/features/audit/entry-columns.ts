/** The columns of the list: one measure for head, rows and skeleton. Narrow windows drop what the side panel repeats. */
export const columnGrid =
  'grid grid-cols-[88px_80px_96px_minmax(144px,0.4fr)_minmax(88px,0.25fr)_minmax(0,1fr)_84px] pl-2 pr-2 ' +
  'max-wide:grid-cols-[88px_96px_minmax(144px,0.5fr)_minmax(0,1fr)_84px] *:px-2'
export const wideOnly = 'max-wide:hidden'
/** Up to here a window counts as narrow, as `wide` in the theme says. */
export const narrowPx = 1100

export const columns = [
  { name: 'Entry', className: wideOnly },
  { name: 'Time', className: undefined },
  { name: 'Severity', className: undefined },
  { name: 'Action', className: undefined },
  { name: 'Actor', className: wideOnly },
  { name: 'Message', className: undefined },
  { name: 'Outcome', className: undefined },
] as const

const characterPx = 6.8
/** About how many characters a message has room for, from the columns above; `narrow` windows have two columns less. */
export const messageRoom = (listPx: number, narrow: boolean): number => {
  const left = listPx - 16 - (narrow ? 88 + 96 + 84 : 88 + 80 + 96 + 84)
  const [actionShare, actorShare, actorPx] = narrow ? [0.5, 0, 0] : [0.4, 0.25, 88]
  const shared = left / (1 + actionShare + actorShare)
  const action = Math.max(144, shared * actionShare)
  const actor = Math.max(actorPx, ((left - action) / (1 + actorShare)) * actorShare)
  return Math.max(10, Math.floor((left - action - actor - 16) / characterPx))
}
