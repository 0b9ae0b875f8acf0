/** What the reader worker answers for this feature: one stretch of the past, judged where it is read. */
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import type { Readable } from '../../database/database.ts'
import { heartbeat, judgePast } from './judge-past.ts'
import type { KeptSamples, PastState } from './judge-past.ts'
import { needsOf } from './readings.ts'

/** How finely it is read; made by the metrics, and handed back to them. */
export interface Resolution {
  tier: { id: number; stepMs: number; blockMs: number }
  stepMs: number
  fromMs: number
  toMs: number
}

export interface PreviewInput {
  rule: GivenRule
  state: PastState
  resolution: Resolution
  pointMs: number
}

type ReadSamples = (
  db: Readable,
  query: { series: { name: string; labels: Record<string, string> }[]; resolution: Resolution },
) => KeptSamples[]

/** `readSamples` is lent by the metrics, whose store it is. */
export const previewSlices = (readSamples: ReadSamples) => ({
  'alerts.preview': (db: Readable, { rule, state, resolution, pointMs }: PreviewInput): { state: PastState; series: number } => {
    const { fromMs, toMs, stepMs } = resolution
    const needs = needsOf(rule.condition)
    const reachMs = needs.reduce((most, { windowMs, before }) => Math.max(most, windowMs * (before ? 2 : 1)), 0)
    const readFromMs = Math.max(0, fromMs - Math.ceil(reachMs / stepMs) * stepMs)
    const series = readSamples(db, {
      series: [...needs.map(({ selector }) => selector), heartbeat],
      resolution: { ...resolution, fromMs: readFromMs },
    })
    return { state: judgePast(state, { rule, series, fromMs, toMs, stepMs, pointMs }), series: series.length }
  },
})
export type PreviewSlices = ReturnType<typeof previewSlices>
