/** What a chart is given to show. */
import type { Severity } from '../../shared/contract/audit-filter.ts'
import type { ChartLine, Span } from './chart-rows.ts'
import type { Measure } from './figures.ts'

export interface Threshold {
  value: number
  severity: Severity
  /** `80 %, CPU alert` */
  name: string
}

export interface ChartEvent {
  atMs: number
  /** One or two words at its dotted line. */
  word: string
  sentence: string
}

/** Hands a chart out as a file; rejects where that did not work. */
export interface ChartFiles {
  csv(model: ChartModel): Promise<void>
  picture(model: ChartModel, png: Blob): Promise<void>
}

export interface ChartModel {
  /** Unique on the page. */
  id: string
  title: string
  /** `last hour` */
  spanWords: string
  span: Span
  lines: readonly ChartLine[]
  /** What its lines are drawn from. */
  series: readonly { name: string; labels: Record<string, string> }[]
  measure: Measure
  /** The top of the axis where it is known, as 100 for percentages; it follows the values otherwise. */
  top?: number
  thresholds?: readonly Threshold[]
  events?: readonly ChartEvent[]
}
