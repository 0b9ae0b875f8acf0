/** Where samples of the traffic go: the store of series, which belongs to the metrics. */
import type { Series } from '../../../shared/contract/monitoring.ts'
import type { Buckets } from '../../../shared/histogram.ts'
import type { Writable } from '../../database/database.ts'

export type SeriesKind = Series['kind']

export interface GuardSample {
  name: string
  labels: Record<string, string>
  unit: Series['unit']
  kind: SeriesKind
  everyMs: number
  /** Of a counter: weight in seconds, and rates; of a histogram: weight in values. */
  sample: { weight: number; sum: number; min: number; max: number; last: number; buckets?: Buckets }
}

export interface SeriesSink {
  /** Within the caller's transaction, so that nothing counts twice; the answer is to be called once that is committed. */
  add(tx: Writable, atMs: number, samples: readonly GuardSample[]): () => void
}
