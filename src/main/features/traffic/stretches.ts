/** A period as stretches of totals: whole hours where they fit, minutes at both ends, none so long that it takes a slice too much. */

/** Rows of one step: from (with) to (without). */
export interface Stretch {
  stepMs: number
  fromMs: number
  toMs: number
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
/** Rows are by combination as well, so a stretch is kept short. */
const mostSteps = 20

const parts = (stepMs: number, fromMs: number, toMs: number): Stretch[] => {
  const found: Stretch[] = []
  for (let at = fromMs; at < toMs; at += mostSteps * stepMs)
    found.push({ stepMs, fromMs: at, toMs: Math.min(toMs, at + mostSteps * stepMs) })
  return found
}

/** Whole minutes that hold the period; the present one is whole too. */
export const wholeMinutes = (fromMs: number, toMs: number): { fromMs: number; toMs: number } => {
  const from = Math.floor(fromMs / minuteMs) * minuteMs
  return { fromMs: from, toMs: Math.max(from + minuteMs, Math.ceil(toMs / minuteMs) * minuteMs) }
}

/** Of a period of whole minutes. */
export const stretchesOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }): Stretch[] => {
  const firstHourMs = Math.ceil(fromMs / hourMs) * hourMs
  const endHourMs = Math.floor(toMs / hourMs) * hourMs
  if (firstHourMs >= endHourMs) return parts(minuteMs, fromMs, toMs)
  return [...parts(minuteMs, fromMs, firstHourMs), ...parts(hourMs, firstHourMs, endHourMs), ...parts(minuteMs, endHourMs, toMs)]
}
