/**
 * At most `limit` in any stretch of `perMs`, exactly: the moments of the last `limit` that were let by are kept in a
 * ring, and one more may pass when the oldest of them is at least `perMs` ago. Each look is one step, whatever the limit.
 */

export interface Window {
  /** How long until one more may pass; 0: now. */
  waitMs(nowMs: number): number
  /** Counts one that passes now. Only after `waitMs` was 0. */
  take(nowMs: number): void
  /** How many more may pass now. */
  left(nowMs: number): number
  /** Until the oldest that counts leaves the stretch; 0 where none counts. */
  resetMs(nowMs: number): number
}

const smallest = 16

export const createWindow = (limit: number, perMs: number): Window => {
  // Grows as it fills, so that a high limit that nobody reaches costs nothing.
  let ring = new Float64Array(Math.min(limit, smallest))
  /** Where the next goes once the ring has its full length and is full; before, moments stand in order from 0. */
  let next = 0
  let count = 0

  const grow = () => {
    const larger = new Float64Array(Math.min(limit, ring.length * 2))
    for (let at = 0; at < count; at++) larger[at] = ring[(next - count + at + ring.length) % ring.length]!
    ring = larger
    next = count % ring.length
  }
  const oldest = () => ring[(next - count + ring.length) % ring.length]!
  const forget = (nowMs: number) => {
    while (count > 0 && nowMs - oldest() >= perMs) count--
  }
  return {
    waitMs: (nowMs) => {
      forget(nowMs)
      return count < limit ? 0 : oldest() + perMs - nowMs
    },
    take: (nowMs) => {
      if (count === ring.length && ring.length < limit) grow()
      ring[next] = nowMs
      next = (next + 1) % ring.length
      count = Math.min(limit, count + 1)
    },
    left: (nowMs) => {
      forget(nowMs)
      return limit - count
    },
    resetMs: (nowMs) => {
      forget(nowMs)
      return count === 0 ? 0 : oldest() + perMs - nowMs
    },
  }
}
