/** How fast a long run goes now, and how long it will still take, from what was seen of it in the last seconds. */
export interface RateSample {
  atMs: number
  done: number
}

const windowMs = 6_000
const leastMs = 1_000

/** Keeps what the rate is read from. A run that begins another part (fewer done than before) begins anew. */
export const withSample = (samples: readonly RateSample[], sample: RateSample): RateSample[] => {
  const last = samples.at(-1)
  if (last && sample.done < last.done) return [sample]
  const kept = samples.filter(({ atMs }) => atMs >= sample.atMs - windowMs)
  return [...kept, sample]
}

/** A second; null while too little was seen. */
export const rateOf = (samples: readonly RateSample[]): number | null => {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs - first.atMs < leastMs || last.done <= first.done) return null
  return ((last.done - first.done) / (last.atMs - first.atMs)) * 1000
}

export const timeLeftMs = (done: number, total: number, perSecond: number | null): number | null => {
  if (done >= total) return 0
  return perSecond === null ? null : Math.round(((total - done) / perSecond) * 1000)
}

/** Whole per cent, 100 only once all is done. */
export const percentOf = (done: number, total: number): number => (total === 0 ? 100 : Math.floor((done / total) * 100))
