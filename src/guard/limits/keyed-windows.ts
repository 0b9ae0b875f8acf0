/** The windows of one limit, by what it counts together: in memory, or in a file that several guards share. */

export interface LimitWindow {
  /** How long until one more may pass; 0: now. Never below 0. */
  waitMs(nowMs: number): number
  /** Counts one that passes now. Only after `waitMs` was 0. */
  take(nowMs: number): void
  /** How many more may pass now. */
  left(nowMs: number): number
  /** Until the oldest that counts leaves the stretch; 0 where none counts. */
  resetMs(nowMs: number): number
}

/** How many keys have used something, and those of them that have the least left, the least first. */
export interface KeysInUse {
  keys: number
  nearest: { key: string; left: number }[]
}

export interface KeyedWindows {
  of(key: string, nowMs: number): LimitWindow
  inUse(nowMs: number): KeysInUse
}

/** Nobody looks at more. */
export const mostNearest = 20

/** Of many thousand keys the few that are nearest; `left` of one that has used nothing is `limit`. */
export const nearestOf = (windows: Iterable<[key: string, left: number]>, limit: number): KeysInUse => {
  const nearest: KeysInUse['nearest'] = []
  let keys = 0
  for (const [key, left] of windows) {
    if (left === limit) continue
    keys += 1
    if (nearest.length === mostNearest && left >= nearest.at(-1)!.left) continue
    const place = nearest.findIndex((one) => left < one.left)
    nearest.splice(place === -1 ? nearest.length : place, 0, { key, left })
    if (nearest.length > mostNearest) nearest.pop()
  }
  return { keys, nearest }
}
