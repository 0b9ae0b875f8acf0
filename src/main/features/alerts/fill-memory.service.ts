/** Brings what was kept of the time before into the memory of recent samples: after a start, and for new rules. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { SeriesSpec } from '../../../shared/series.ts'
import type { KeptSeries } from './kept-series.ts'
import { fillOf } from './recent-samples.ts'
import type { Need, RecentSamples } from './recent-samples.ts'

export interface FillingOptions {
  series: Pick<KeptSeries, 'steps'>
  clock: Clock
  logger: Logger
  recent: RecentSamples
  /** An alert is open because of this series: it is looked for although nothing was kept of it lately. */
  isAwaited(series: SeriesSpec): boolean
}

export const createFilling = (options: FillingOptions) => {
  const { series, clock, logger, recent } = options
  const filled = new Set<string>()
  return async (needs: readonly Need[], isStopped: () => boolean): Promise<void> => {
    for (const need of needs) {
      const from = fillOf(need)
      const key = JSON.stringify([need.selector, from])
      if (!from || filled.has(key) || isStopped()) continue
      filled.add(key)
      const toMs = clock.now()
      const monotonicMs = clock.monotonic()
      try {
        const { series: found } = await series.steps([need.selector], { fromMs: toMs - from.reachMs, toMs, stepMs: from.stepMs })
        for (const { samples, ...spec } of found) {
          // Of one that went long ago nothing is expected.
          if (samples.length === 0 && !options.isAwaited(spec)) continue
          const held = samples.map(({ atMs, sample }) => ({ atMs: monotonicMs - (toMs - atMs), sample }))
          recent.fill(spec, from.level, held)
        }
      } catch (error) {
        logger.warn({ err: error, series: need.selector.name }, 'an alert rule begins without what was measured before')
      }
    }
  }
}
