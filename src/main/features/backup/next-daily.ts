/** When the next daily backup is due. Pure; by the clock on the wall of this machine. */

const at = (nowMs: number, hour: number, days: number): number => {
  const day = new Date(nowMs)
  day.setDate(day.getDate() + days)
  day.setHours(hour, 0, 0, 0)
  return day.getTime()
}

/**
 * In the past where one was missed. `lastMs`: when the last one was made, or the console was set up. A clock that stepped back
 * makes no second one of the same day.
 */
export const nextDaily = (nowMs: number, hour: number, lastMs: number): number => {
  const latest = at(nowMs, hour, 0) <= nowMs ? at(nowMs, hour, 0) : at(nowMs, hour, -1)
  return lastMs >= latest
    ? at(Math.max(nowMs, lastMs), hour, at(Math.max(nowMs, lastMs), hour, 0) > Math.max(nowMs, lastMs) ? 0 : 1)
    : latest
}
