/** How many entries match, in words: exact or about, and so far while they are being counted. */
import { formatCount, formatCounted, formatListTime } from '../../ui/format.ts'
import type { JoinedHistogram } from './histogram-slices.ts'

export interface Matches {
  entries: number
  exact: boolean
  /** All were counted. */
  whole: boolean
}

export const matchesOf = (histogram: JoinedHistogram | null): Matches | null =>
  histogram && { entries: histogram.entries, exact: histogram.exact, whole: histogram.countedBackToMs === null }

interface Told {
  /** With weight. */
  figure: string
  rest: string
}

/** `size`: entries of the whole log, null while nobody knows. */
export const matchWords = (histogram: JoinedHistogram, size: number | null, filtered: boolean, nowMs: number, zone?: string): Told => {
  const { entries, exact, countedBackToMs } = histogram
  if (!filtered) {
    const all = size ?? entries
    return { figure: formatCount(all), rest: all === 1 ? 'entry' : 'entries' }
  }
  const figure = `${exact ? '' : 'About '}${formatCount(entries)}`
  if (countedBackToMs !== null) return { figure, rest: `so far, counted back to ${formatListTime(countedBackToMs, nowMs, zone)}` }
  const verb = entries === 1 ? 'matches' : 'match'
  // Entries may be written between the two answers.
  if (size === null || size < entries) return { figure, rest: `${entries === 1 ? 'entry' : 'entries'} ${verb}` }
  return { figure, rest: `of ${formatCounted(size, 'entry', 'entries')} ${verb}` }
}
