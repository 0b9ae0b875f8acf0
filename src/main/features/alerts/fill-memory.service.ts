/** Brings what was kept of the time before into the memory of recent samples: after a start, and for new rules. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { KeptSeries } from './kept-series.ts'
import { fillOf } from './recent-samples.ts'
import type { Need, RecentSamples } from './recent-samples.ts'

export const createFilling = (options: { series: Pick<KeptSeries, 'steps'>; clock: Clock; logger: Logger; recent: RecentSamples }) => {
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
          const held = samples.map(({ atMs, sample }) => ({ atMs: monotonicMs - (toMs - atMs), sample }))
          recent.fill(spec, from.level, held)
        }
      } catch (error) {
        logger.warn({ err: error, series: need.selector.name }, 'an alert rule begins without what was measured before')
      }
    }
  }
}
