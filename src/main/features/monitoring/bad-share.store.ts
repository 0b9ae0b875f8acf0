/** How many there were by step, and how many of them were bad: what an objective is judged by. */
import type { Readable } from '../../database/database.ts'
import { countAbove } from '../../../shared/histogram.ts'
import { readSteps } from './query-series.store.ts'
import type { Labels } from '../../../shared/series.ts'
import type { Resolution } from './tiers.ts'

interface Selector {
  name: string
  labels: Labels
}

/** Of a counter, the bad ones are another counter; of a histogram, those above a value. */
export type BadShareAsk = { kind: 'counter'; all: Selector; bad: Selector } | { kind: 'histogram'; all: Selector; aboveValue: number }

export interface BadShareStep {
  atMs: number
  total: number
  bad: number
}

/** One slice. Steps in which nothing was measured are left out. */
export const readBadShare = (db: Readable, { ask, resolution }: { ask: BadShareAsk; resolution: Resolution }): BadShareStep[] => {
  const steps = new Map<number, BadShareStep>()
  const at = (atMs: number): BadShareStep => {
    const known = steps.get(atMs)
    if (known) return known
    const fresh = { atMs, total: 0, bad: 0 }
    steps.set(atMs, fresh)
    return fresh
  }
  const exact = (selector: Selector) =>
    readSteps(db, { series: [selector], resolution }).filter(
      ({ series: { labels } }) => Object.keys(labels).length === Object.keys(selector.labels).length,
    )
  for (const { steps: found } of exact(ask.all)) {
    for (const [atMs, sample] of found) {
      const step = at(atMs)
      step.total += ask.kind === 'counter' ? sample.sum : sample.weight
      if (ask.kind === 'histogram' && sample.buckets) step.bad += countAbove(sample.buckets, ask.aboveValue)
    }
  }
  if (ask.kind === 'counter') {
    for (const { steps: found } of exact(ask.bad)) for (const [atMs, sample] of found) at(atMs).bad += sample.sum
  }
  return [...steps.values()].toSorted((a, b) => a.atMs - b.atMs)
}
