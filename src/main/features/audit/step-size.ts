/** How many rows the next step of a long deletion takes, so that no step holds up an append for long. Pure. */

/** A commit that also moves the write-ahead log into the file takes two or three times as long: it must stay below 20 ms too. */
const aimMs = 5
const fewest = 50
const most = 2000

export const firstStep = 250

/** After a step of `rows` that took `tookMs`: grows slowly, shrinks at once. */
export const nextStep = (rows: number, tookMs: number): number => {
  const fitting = tookMs > 0 ? (rows * aimMs) / tookMs : most
  return Math.round(Math.min(most, Math.max(fewest, Math.min(fitting, rows * 1.5))))
}
