/** A range of bars that is being chosen: where it began, and where it has come to. Both are numbers of bars, in either order. */
import { barCount, type BarSpan } from './bar-stack.ts'

export interface Brush {
  anchor: number
  head: number
}

const within = (index: number, count: number) => Math.max(0, Math.min(count - 1, index))

/** The bar at a place across the plot, from 0 to 1; beyond the edges the first and the last. */
export const barAt = (share: number, count: number): number => within(Math.floor(share * count), count)

/** Both ends move; at the edges the brush stops as wide as it is. */
export const moveBrush = ({ anchor, head }: Brush, by: number, count: number): Brush => {
  const low = Math.min(anchor, head)
  const high = Math.max(anchor, head)
  const step = Math.max(-low, Math.min(count - 1 - high, by))
  return { anchor: anchor + step, head: head + step }
}

/** Only the end moves. */
export const widenBrush = ({ anchor, head }: Brush, by: number, count: number): Brush => ({ anchor, head: within(head + by, count) })

export const brushedBars = ({ anchor, head }: Brush): { first: number; last: number } => ({
  first: Math.min(anchor, head),
  last: Math.max(anchor, head),
})

/** From the beginning of the first bar to the end of the last, which is not in it. */
export const brushedRange = (brush: Brush, { fromMs, stepMs }: BarSpan): { fromMs: number; toMs: number } => {
  const { first, last } = brushedBars(brush)
  return { fromMs: fromMs + first * stepMs, toMs: fromMs + (last + 1) * stepMs }
}

export type BrushAct = { kind: 'brush'; brush: Brush } | { kind: 'apply' } | { kind: 'give up' } | { kind: 'clear' }

/** What a key does. Without a brush, the first arrow begins one at the newest bar (or where the pointer is). */
export const brushKey = (key: string, shift: boolean, brush: Brush | null, span: BarSpan, at: number | null): BrushAct | null => {
  const count = barCount(span)
  const far = Math.max(1, Math.round(count / 10))
  const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -far, PageDown: far, Home: -count, End: count }[key]
  if (by !== undefined) {
    const begin = at ?? count - 1
    if (brush === null) return { kind: 'brush', brush: { anchor: begin, head: shift ? within(begin + by, count) : begin } }
    return { kind: 'brush', brush: shift ? widenBrush(brush, by, count) : moveBrush(brush, by, count) }
  }
  if (key === 'Enter' && brush) return { kind: 'apply' }
  if (key === 'Escape' && brush) return { kind: 'give up' }
  return key === 'Backspace' ? { kind: 'clear' } : null
}
