/** The newest value of each series; what has not been read for a while is absent, not old. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import type { Measured } from '../../../shared/measured.ts'
import { seriesKey } from '../../../shared/series.ts'

const keptSteps = 3
/** Of a histogram: the value that one in a hundred is above. */
const shownQuantile = 0.99

const valueOf = ({ sample }: Measured): number =>
  sample.buckets ? (quantileOf(sample.buckets, shownQuantile) ?? sample.last) : sample.last

export const createNewest = () => {
  let atMs: number | null = null
  const newest = new Map<string, { one: Measured; monotonicMs: number }>()
  return {
    put: (nowMs: number, monotonicMs: number, measured: readonly Measured[]): void => {
      atMs = nowMs
      for (const one of measured) newest.set(seriesKey(one.name, one.labels), { one, monotonicMs })
      for (const [key, { one, monotonicMs: readMs }] of newest) if (monotonicMs - readMs > keptSteps * one.everyMs) newest.delete(key)
    },
    now: (nowMs: number): MetricsNow => ({
      atMs: atMs ?? nowMs,
      values: [...newest.values()].map(({ one }) => ({ name: one.name, labels: one.labels, unit: one.unit, value: valueOf(one) })),
    }),
  }
}
