/** The last minute of a few series, in memory: what the health is judged by, without a question to the store. */
import type { Measured } from '../../../shared/measured.ts'
import type { Sample } from '../../../shared/sample.ts'
import { mergeSamples } from '../../../shared/sample.ts'

const keptMs = 60_000

export interface Recent {
  add(atMs: number, measured: readonly Measured[]): void
  /** All samples of the last minute in one; null where there are none. */
  of(name: string): Sample | null
}

/** Times are monotonic. Only series without labels are kept. */
export const createRecent = (names: readonly string[]): Recent => {
  const wanted = new Set(names)
  const kept = new Map<string, { atMs: number; sample: Sample }[]>()
  return {
    add: (atMs, measured) => {
      for (const { name, labels, sample } of measured) {
        if (!wanted.has(name) || Object.keys(labels).length > 0) continue
        const samples = (kept.get(name) ?? []).filter((one) => one.atMs > atMs - keptMs)
        kept.set(name, [...samples, { atMs, sample }])
      }
    },
    of: (name) => {
      const samples = kept.get(name) ?? []
      return samples.length === 0 ? null : samples.map(({ sample }) => sample).reduce(mergeSamples)
    },
  }
}
