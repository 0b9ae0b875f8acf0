/** Windows that are too wide for the memory: read from what is kept now and then, one after the other. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Sample } from '../../../shared/sample.ts'
import { mergeSamples } from '../../../shared/sample.ts'
import type { SeriesSpec } from '../../../shared/series.ts'
import { canonicalLabels } from '../../../shared/series.ts'
import type { KeptSeries } from './kept-series.ts'

interface Entry {
  series: SeriesSpec
  windowMs: number
  now: Sample | null
  before: Sample | null
  readAtMs: number
  askedAtMs: number
}

/** A window is judged by a hundred and twentieth of it: no use to read it more often. */
const stepsOfWindow = 120
const leastEveryMs = 60_000
const mostEveryMs = 300_000
const unaskedMs = 600_000
const mostEntries = 2_000

const everyMs = (windowMs: number) => Math.min(mostEveryMs, Math.max(leastEveryMs, windowMs / stepsOfWindow))
const merge = (samples: readonly { sample: Sample }[]): Sample | null =>
  samples.length === 0 ? null : samples.map(({ sample }) => sample).reduce(mergeSamples)

export const createLongWindows = (options: { series: Pick<KeptSeries, 'steps'>; clock: Clock; logger: Logger }) => {
  const { series: kept, clock, logger } = options
  const entries = new Map<string, Entry>()
  let reading = false

  const read = async (entry: Entry): Promise<void> => {
    const { series, windowMs } = entry
    const stepMs = windowMs / stepsOfWindow
    const toMs = clock.now()
    entry.readAtMs = clock.monotonic()
    const { series: found } = await kept.steps([series], { fromMs: toMs - 2 * windowMs, toMs, stepMs })
    const key = canonicalLabels(series.labels)
    const samples = found.find(({ labels }) => canonicalLabels(labels) === key)?.samples ?? []
    entry.now = merge(samples.filter(({ atMs }) => atMs >= toMs - windowMs))
    entry.before = merge(samples.filter(({ atMs }) => atMs < toMs - windowMs))
  }

  return {
    get: (series: SeriesSpec & { key: string }, windowMs: number, before: boolean): Sample | null => {
      const key = `${windowMs} ${series.key}`
      let entry = entries.get(key)
      if (!entry) {
        if (entries.size >= mostEntries) return null
        entry = { series, windowMs, now: null, before: null, readAtMs: -Infinity, askedAtMs: 0 }
        entries.set(key, entry)
      }
      entry.askedAtMs = clock.monotonic()
      return before ? entry.before : entry.now
    },
    /** Reads the one that waits longest, where one is due. */
    look: (): void => {
      if (reading) return
      const nowMs = clock.monotonic()
      for (const [key, { askedAtMs }] of entries) if (nowMs - askedAtMs > unaskedMs) entries.delete(key)
      const due = [...entries.values()]
        .filter(({ readAtMs, windowMs }) => nowMs - readAtMs >= everyMs(windowMs))
        .toSorted((a, b) => a.readAtMs - b.readAtMs)[0]
      if (!due) return
      reading = true
      read(due)
        .catch((error: unknown) => logger.warn({ err: error, series: due.series.name }, 'a long window of an alert rule could not be read'))
        .finally(() => {
          reading = false
        })
    },
  }
}
