/** A part of the whole, as people read it. */
import { formatFigure } from '../../ui/figures.ts'

/** `0.4 %`, `under 0.1 %`; null where there is nothing to say. */
export const shareWords = (part: number, whole: number): string | null => {
  if (part === 0 || whole === 0) return null
  const percent = (part / whole) * 100
  return percent < 0.1 ? 'under 0.1 %' : formatFigure(percent, { unit: 'percent' })
}
