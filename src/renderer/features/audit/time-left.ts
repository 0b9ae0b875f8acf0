/** How long a run will still take, from what it did so far; null while that says too little. */
const leastMs = 1_000
const leastShare = 0.02

export const timeLeftMs = (done: number, total: number, elapsedMs: number): number | null => {
  if (done >= total) return 0
  if (elapsedMs < leastMs || done < total * leastShare) return null
  return Math.round(((total - done) / done) * elapsedMs)
}

/** Whole per cent, 100 only once all is done. */
export const percentOf = (done: number, total: number): number => (total === 0 ? 100 : Math.floor((done / total) * 100))
