/** The log in figures: over time, and of a period. */
import type { Clock } from '../../../ports/clock.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { AuditStatistics, Histogram } from '../../../shared/contract/audit-figures.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'

export interface FiguresOptions {
  reader: Reader<AuditSlices>
  clock: Clock
}

const sliceMs = 30
const lookedAtOneByOne = 2_000

export const createFigures = ({ reader, clock }: FiguresOptions) => ({
  /** `before` and `toMs`: what the slice before answered; null for the first. */
  histogram: (filter: AuditFilter, bars: number, before: number | null, toMs: number | null): Promise<Histogram> =>
    reader.run('audit.histogram', { filter, bars, before, toMs, nowMs: clock.now(), budgetMs: sliceMs, few: lookedAtOneByOne }),

  statistics: (fromMs: number, toMs: number, top: number): Promise<AuditStatistics> =>
    reader.run('audit.statistics', { fromMs, toMs, top }),
})
export type Figures = ReturnType<typeof createFigures>
