/** How long each query took, by name: the one place where all of them are counted. Slow ones are logged, without parameters. */
import type { Logger } from '../../ports/logger.ts'

export interface QueryTime {
  name: string
  calls: number
  totalMs: number
  slowestMs: number
  slowestAtMs: number
  /** Calls above a second. */
  slow: number
}

export interface QueryTimes {
  /** Any connection tells each of its queries here. */
  note(name: string, elapsedMs: number): void
  /** Since the start, slowest first. */
  list(): QueryTime[]
  /** The times since the last take, by name; at most 1,000 a name. */
  take(): Map<string, number[]>
}

const slowMs = 1_000
const maxNames = 1_000
const maxTimes = 1_000

export const createQueryTimes = (now: () => number, logger: Logger): QueryTimes => {
  const byName = new Map<string, QueryTime>()
  let taken = new Map<string, number[]>()
  const timeOf = (name: string): QueryTime => {
    let time = byName.get(name)
    if (!time) {
      time = { name, calls: 0, totalMs: 0, slowestMs: 0, slowestAtMs: 0, slow: 0 }
      byName.set(name, time)
    }
    return time
  }
  return {
    note: (given, elapsedMs) => {
      const name = byName.has(given) || byName.size < maxNames ? given : 'all others'
      const time = timeOf(name)
      time.calls += 1
      time.totalMs += elapsedMs
      if (elapsedMs >= time.slowestMs) {
        time.slowestMs = elapsedMs
        time.slowestAtMs = now()
      }
      if (elapsedMs > slowMs) {
        time.slow += 1
        logger.warn({ query: name, elapsedMs: Math.round(elapsedMs) }, 'a query of the database was slow')
      }
      const times = taken.get(name)
      if (!times) taken.set(name, [elapsedMs])
      else if (times.length < maxTimes) times.push(elapsedMs)
    },
    list: () => [...byName.values()].toSorted((a, b) => b.slowestMs - a.slowestMs).map((time) => ({ ...time })),
    take: () => {
      const since = taken
      taken = new Map()
      return since
    },
  }
}
