/** Reads series over a range: blocks, then ticks not yet in blocks, then finer ticks not yet rolled up, merged by step. */
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import type { Readable } from '../../database/database.ts'
import { decodeBlock } from './block-codec.ts'
import { blocksOf } from './block.store.ts'
import { pointsOf } from './points.ts'
import type { Sample } from '../../../shared/sample.ts'
import { mergeSamples } from '../../../shared/sample.ts'
import { matchesLabels, titleOf } from '../../../shared/series.ts'
import type { Labels, SeriesSpec } from '../../../shared/series.ts'
import { seriesNamed } from './series.store.ts'
import type { StoredSeries } from './series.store.ts'
import { decodeTick } from './tick-codec.ts'
import { rolledUpTo, ticksAfter, ticksInRange } from './tick.store.ts'
import type { TickRow } from './tick.store.ts'
import { floorTo, tiers } from './tiers.ts'
import type { Resolution } from './tiers.ts'

export interface SeriesQuery {
  series: { name: string; labels: Labels }[]
  resolution: Resolution
}

export interface SeriesSamples extends SeriesSpec {
  samples: { atMs: number; sample: Sample }[]
}

const maxSeries = 200
const maxUnrolled = 5_000

type Add = (seriesId: number, atMs: number, sample: Sample) => void

const addTicks = (rows: readonly TickRow[], wanted: ReadonlySet<number>, add: Add): void => {
  for (const { atMs, data } of rows) for (const [seriesId, sample] of decodeTick(data, wanted)) add(seriesId, atMs, sample)
}

/** One slice: one chart's worth of series. Samples by the step they lie in, for each series that matches. */
export const readSteps = (db: Readable, { series, resolution }: SeriesQuery): { series: StoredSeries; steps: Map<number, Sample> }[] => {
  const { tier, stepMs, fromMs, toMs } = resolution
  const found = new Map<number, { series: StoredSeries; steps: Map<number, Sample> }>()
  for (const asked of series) {
    for (const stored of seriesNamed(db, asked.name)) {
      if (found.size < maxSeries && matchesLabels(stored.labels, asked.labels)) found.set(stored.id, { series: stored, steps: new Map() })
    }
  }
  const add: Add = (seriesId, atMs, sample) => {
    if (atMs < fromMs || atMs >= toMs) return
    const { steps } = found.get(seriesId)!
    const stepAtMs = floorTo(atMs, stepMs)
    const earlier = steps.get(stepAtMs)
    steps.set(stepAtMs, earlier ? mergeSamples(earlier, sample) : sample)
  }
  for (const seriesId of found.keys()) {
    for (const data of blocksOf(db, tier.id, seriesId, fromMs - tier.blockMs, toMs)) {
      for (const { atMs, sample } of decodeBlock(data, tier.stepMs)) add(seriesId, atMs, sample)
    }
  }
  const wanted = new Set(found.keys())
  addTicks(ticksInRange(db, tier.id, fromMs, toMs), wanted, add)
  for (const finer of tiers.slice(0, tier.id)) addTicks(ticksAfter(db, finer.id, rolledUpTo(db, finer.id), maxUnrolled), wanted, add)
  return [...found.values()]
}

export const querySeries = (db: Readable, query: SeriesQuery): SeriesPoints[] =>
  readSteps(db, query).map(({ series: { name, labels, kind, unit, everyMs }, steps }) => ({
    name,
    labels,
    kind,
    unit,
    title: titleOf(name, labels),
    points: pointsOf(steps, query.resolution, everyMs),
  }))

/** One slice: the samples themselves, by step, oldest first. */
export const readSamples = (db: Readable, query: SeriesQuery): SeriesSamples[] =>
  readSteps(db, query).map(({ series: { name, labels, kind, unit, everyMs }, steps }) => ({
    name,
    labels,
    kind,
    unit,
    everyMs,
    samples: [...steps].map(([atMs, sample]) => ({ atMs, sample })).toSorted((a, b) => a.atMs - b.atMs),
  }))
