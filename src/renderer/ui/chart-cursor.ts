/** What the charts of a page share: one crosshair, one selection that is being dragged, and what each chart says of a moment. */
import { createContext, useContext } from 'react'

export interface Cursor {
  /** The chart that is looked at; all show the crosshair. */
  chartId: string
  atMs: number
  /** What is being selected for a zoom, in either direction. */
  selectedFromMs: number | null
}

export interface TipRow {
  name: string
  value: string
  /** The earlier period's value. */
  before: string | null
  /** In the palette's order; null where a chart has but one line. */
  series: number | null
}

export interface ChartVoice {
  plot: () => HTMLElement | null
  /** 0 at the left edge of the plot, 1 at the right. */
  place: (atMs: number) => number
  read: (atMs: number) => TipRow[]
  /** `2 min after a rule change` */
  remark: (atMs: number) => string | null
}

export interface ChartGroupApi {
  setCursor: (cursor: Cursor | null) => void
  /** Registers what a chart says; the answer takes it back. */
  join: (chartId: string, voice: ChartVoice) => () => void
  /** Whether someone looks at values now: then nothing else moves. */
  isLookedAt: () => boolean
}

export const CursorContext = createContext<Cursor | null>(null)
export const ChartGroupContext = createContext<ChartGroupApi | null>(null)

export const useChartGroup = (): ChartGroupApi => {
  const group = useContext(ChartGroupContext)
  if (!group) throw new Error('A chart stands outside of a group.')
  return group
}
