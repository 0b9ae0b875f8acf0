/** Where the one tooltip stands: beside the crosshair within its chart, at the side that has room; over the chart where neither has. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

const distance = 12

/** `crossX` and all boxes in pixels of the window. */
export const placeTip = (crossX: number, plot: Box, tip: Pick<Box, 'width' | 'height'>, window: Pick<Box, 'width' | 'height'>) => {
  const right = plot.left + plot.width
  const fitsRight = crossX + distance + tip.width <= right
  const fitsLeft = crossX - distance - tip.width >= plot.left
  // One decision for the whole chart, so that the tooltip does not jump up and down while the pointer moves.
  const beside = plot.width >= 2 * (tip.width + distance)
  const left = fitsRight || !fitsLeft ? crossX + distance : crossX - distance - tip.width
  const clamp = (value: number, most: number) => Math.max(8, Math.min(value, most - 8))
  if (beside) return { left, top: clamp(plot.top + 8, window.height - tip.height) }
  const over = plot.top - 8 - tip.height
  const under = plot.top + plot.height + 24
  const kept = Math.min(Math.max(crossX - tip.width / 2, plot.left), Math.max(plot.left, right - tip.width))
  return {
    left: clamp(kept, window.width - tip.width),
    top: over >= 8 ? over : clamp(under, window.height - tip.height),
  }
}
