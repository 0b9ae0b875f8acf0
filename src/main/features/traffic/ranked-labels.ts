/** Which names get series of their own: the busiest of them, so that nobody makes series without end; the rest is "other". */

const otherName = 'other'
const noneName = 'none'
/** One in the list gives way only to one that is clearly busier, else two of a pace would take turns. */
const busierTimes = 2
const weightKept = 0.5

export interface RankedLabels {
  /** Null: none is known. */
  of(name: string | null, requests: number): string
  /** All that were ever given, for their zeros. */
  known(): Iterable<string>
  /** Once in a while. */
  rank(): void
}

export const createRankedLabels = (most: number): RankedLabels => {
  const weights = new Map<string, number>()
  const own = new Set<string>()
  const known = new Set<string>()
  return {
    of: (name, requests) => {
      let label = noneName
      if (name !== null) {
        weights.set(name, (weights.get(name) ?? 0) + requests)
        if (own.size < most) own.add(name)
        label = own.has(name) ? name : otherName
      }
      known.add(label)
      return label
    },
    known: () => known,
    rank: () => {
      const outside = [...weights].filter(([name]) => !own.has(name)).toSorted(([, a], [, b]) => b - a)
      for (const [name, weight] of outside) {
        const [least, leastWeight] = [...own]
          .map((one) => [one, weights.get(one) ?? 0] as const)
          .reduce((a, b) => (b[1] < a[1] ? b : a), ['', Infinity] as const)
        if (weight <= busierTimes * leastWeight) break
        own.delete(least)
        known.delete(least)
        own.add(name)
      }
      for (const [name, weight] of weights) {
        if (weight < 1 && !own.has(name)) weights.delete(name)
        else weights.set(name, weight * weightKept)
      }
    },
  }
}
