/** Which rows of a list the keyboard walks, and where each key leads. An id of null is a heading, which is passed over. */
type RowIds = readonly (string | number | null)[]

/** The next row in that direction that can be walked to; the given one where there is none. -1 begins before the first. */
export const nextWalked = (ids: RowIds, from: number, direction: 1 | -1): number => {
  for (let at = from + direction; at >= 0 && at < ids.length; at += direction) if (ids[at] !== null) return at
  return from
}

/** `times` steps on; it stops at the ends. */
const walkOn = (ids: RowIds, from: number, direction: 1 | -1, times: number): number => {
  let index = from
  for (let at = 0; at < times; at += 1) index = nextWalked(ids, index, direction)
  return index
}

/** The rows to draw, in their order: those seen and the one with the cursor, wherever it is; -1 is none. */
export const withCursor = (seen: number[], cursorIndex: number): number[] =>
  cursorIndex < 0 || seen.includes(cursorIndex) ? seen : [cursorIndex, ...seen].toSorted((a, b) => a - b)

const pageRows = 15

export type Walk = { to: 'first' | 'last' } | { direction: 1 | -1; times: number }

export const walkKeys: ReadonlyMap<string, Walk> = new Map<string, Walk>([
  ['ArrowDown', { direction: 1, times: 1 }],
  ['ArrowUp', { direction: -1, times: 1 }],
  ['PageDown', { direction: 1, times: pageRows }],
  ['PageUp', { direction: -1, times: pageRows }],
  ['Home', { to: 'first' }],
  ['End', { to: 'last' }],
])

/** Where a walk ends. Not `begun`, it lands on the row with the cursor, which Tab would reach. */
export const walkFrom = (ids: RowIds, cursorIndex: number, walk: Walk, begun: boolean): number => {
  if ('to' in walk) return walk.to === 'first' ? nextWalked(ids, -1, 1) : nextWalked(ids, ids.length, -1)
  return begun ? walkOn(ids, cursorIndex, walk.direction, walk.times) : cursorIndex
}
