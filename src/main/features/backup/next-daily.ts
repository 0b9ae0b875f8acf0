/** When the next daily backup is due. Pure; by the clock on the wall of this machine. */

const furthestAheadMs = 2 * 86_400_000

/** That hour of the day of `nowMs`, or of one some days later. */
const hourOf = (nowMs: number, hour: number, days: number): number => {
  const day = new Date(nowMs)
  day.setDate(day.getDate() + days)
  day.setHours(hour, 0, 0, 0)
  return day.getTime()
}

/**
 * In the past where one was missed. `lastMs`: when the last one was made. A clock that stepped back makes no second one of the
 * same day.
 */
export const nextDaily = (nowMs: number, hour: number, lastMs: number): number => {
  const today = hourOf(nowMs, hour, 0)
  const latest = today <= nowMs ? today : hourOf(nowMs, hour, -1)
  // A clock that was years ahead once must not keep all others from being made.
  if (lastMs < latest || lastMs > nowMs + furthestAheadMs) return latest
  const from = Math.max(nowMs, lastMs)
  const next = hourOf(from, hour, 0)
  return next > from ? next : hourOf(from, hour, 1)
}
