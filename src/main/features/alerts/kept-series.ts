/** What alerts need of the metrics: samples as they come, and those that are kept. */
import type { Series } from '../../../shared/contract/monitoring.ts'
import type { Measured } from '../../../shared/measured.ts'
import type { Sample } from '../../../shared/sample.ts'
import type { Labels, SeriesSpec } from '../../../shared/series.ts'

export interface KeptSeries {
  /** The answer ends it. */
  watch(watcher: (atMs: number, measured: readonly Measured[]) => void): () => void
  /** By steps of `stepMs`, or wider ones where so fine ones are kept no more; oldest first. */
  steps(
    selectors: { name: string; labels: Labels }[],
    range: { fromMs: number; toMs: number; stepMs: number },
  ): Promise<{ stepMs: number; series: (SeriesSpec & { samples: { atMs: number; sample: Sample }[] })[] }>
  series(): Series[]
}
