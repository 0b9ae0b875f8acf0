/** Whether the clock may decide what is old: only once it went steadily for an hour, else a wrong date would drop everything. */

const jumpMs = 3_600_000
const trustedAfterMs = 3_600_000

export const createTrustedTime = () => {
  let offsetMs: number | null = null
  let steadySinceMs = 0
  return {
    /** Null while it is not trusted. Times of both clocks at the same moment. */
    look: (nowMs: number, monotonicMs: number): number | null => {
      const offset = nowMs - monotonicMs
      if (offsetMs === null || Math.abs(offset - offsetMs) > jumpMs) {
        offsetMs = offset
        steadySinceMs = monotonicMs
      }
      return monotonicMs - steadySinceMs >= trustedAfterMs ? nowMs : null
    },
  }
}
