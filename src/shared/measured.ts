/** One sample with the series it belongs to: what collectors hand over to be kept. */
import type { Sample } from './sample.ts'
import type { SeriesSpec } from './series.ts'

export interface Measured extends SeriesSpec {
  sample: Sample
}
