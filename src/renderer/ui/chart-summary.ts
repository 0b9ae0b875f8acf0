/** What a chart says in words: for who cannot see it, and for the head of its tooltip. */
import type { ChartModel } from './chart-model.ts'
import { formatDuration } from './format.ts'
import { formatFigure } from './figures.ts'

/** `Newest 29 %, lowest 3 %, highest 98 %`, line by line. */
export const summaryOf = ({ lines, measure }: Pick<ChartModel, 'lines' | 'measure'>): string =>
  lines
    .map(({ name, points }) => {
      const values = points.flatMap(({ mean }) => (mean === null ? [] : mean))
      const newest = values.at(-1)
      const subject = lines.length === 1 ? '' : `${name}: `
      if (newest === undefined) return `${subject}nothing was measured`
      const lowest = values.reduce((a, b) => Math.min(a, b))
      const highest = values.reduce((a, b) => Math.max(a, b))
      const say = (value: number) => formatFigure(value, measure)
      return `${subject}newest ${say(newest)}, lowest ${say(lowest)}, highest ${say(highest)}`
    })
    .join('. ')

/** Events this near before a moment, as a part of the range, are told with it. */
const nearPart = 0.05

/** `2 min after sign-in`; null where nothing happened shortly before. */
export const remarkOf = ({ events = [], span }: Pick<ChartModel, 'events' | 'span'>, atMs: number): string | null => {
  const reach = Math.max(span.stepMs * 2, (span.toMs - span.fromMs) * nearPart)
  const event = events.findLast((one) => one.atMs <= atMs + span.stepMs && atMs - one.atMs <= reach)
  if (!event) return null
  return atMs - event.atMs < 1_000 ? event.word : `${formatDuration(atMs - event.atMs)} after: ${event.word}`
}
