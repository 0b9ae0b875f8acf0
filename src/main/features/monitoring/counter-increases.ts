/** How much counters grew between two looks. One that is smaller than before began again at zero. */

export interface CounterIncreases {
  /** Null of a first look, and after a hole so long that a rate would mean nothing. */
  since(key: string, total: number, atMs: number): { increase: number; seconds: number } | null
}

/** Times are monotonic. */
export const createCounterIncreases = (longestHoleMs: () => number): CounterIncreases => {
  const before = new Map<string, { total: number; atMs: number }>()
  return {
    since: (key, total, atMs) => {
      const last = before.get(key)
      before.set(key, { total, atMs })
      if (!last || atMs <= last.atMs || atMs - last.atMs > longestHoleMs()) return null
      return { increase: total >= last.total ? total - last.total : total, seconds: (atMs - last.atMs) / 1000 }
    },
  }
}
