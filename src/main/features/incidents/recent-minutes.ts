/** What was entered in the last hour, minute by minute: all that the threat level knows of the log besides incidents. */

export interface Tally {
  /** UTC ms of the minute's beginning. */
  minuteMs: number
  events: number
  refused: number
  critical: number
}

export interface RecentMinutes {
  add(tallies: readonly Tally[], nowMs: number): void
  /** The sums of the minutes that ended less than `lastMs` before `nowMs`. */
  since(lastMs: number, nowMs: number): Omit<Tally, 'minuteMs'>
}

const minuteMs = 60_000
const keptMs = 60 * minuteMs

export const createRecentMinutes = (): RecentMinutes => {
  const minutes = new Map<number, Tally>()
  return {
    add: (tallies, nowMs) => {
      for (const tally of tallies) {
        if (tally.minuteMs + minuteMs <= nowMs - keptMs || tally.minuteMs > nowMs + keptMs) continue
        const known = minutes.get(tally.minuteMs)
        if (!known) minutes.set(tally.minuteMs, { ...tally })
        else {
          known.events += tally.events
          known.refused += tally.refused
          known.critical += tally.critical
        }
      }
      for (const at of minutes.keys()) if (at + minuteMs <= nowMs - keptMs || at > nowMs + keptMs) minutes.delete(at)
    },
    since: (lastMs, nowMs) => {
      const sum = { events: 0, refused: 0, critical: 0 }
      for (const tally of minutes.values()) {
        if (tally.minuteMs + minuteMs <= nowMs - lastMs || tally.minuteMs > nowMs) continue
        sum.events += tally.events
        sum.refused += tally.refused
        sum.critical += tally.critical
      }
      return sum
    },
  }
}
