/** Events over time by severity, as a picture within the page (SVG). Pure. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import { html } from './html-text.ts'
import type { Html } from './html-text.ts'

const size = { width: 680, height: 190, left: 44, bottom: 20, top: 8 }
const plot = { width: size.width - size.left, height: size.height - size.bottom - size.top }
const figures = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const dayMs = 86_400_000

/** 1, 2 or 5 times a power of ten, at least `value`. */
export const niceTop = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 5, 10].map((n) => n * power).find((top) => top >= value)!
}

const labelOf = (atMs: number, lengthMs: number): string => {
  const iso = new Date(atMs).toISOString()
  return lengthMs > 2 * dayMs ? iso.slice(5, 10) : iso.slice(11, 16)
}

export const reportBars = ({ fromMs, toMs, stepMs, bars }: Pick<AuditStatistics, 'fromMs' | 'toMs' | 'stepMs' | 'bars'>): Html => {
  const startMs = Math.floor(fromMs / stepMs) * stepMs
  const lengthMs = Math.max(stepMs, toMs - startMs)
  const top = niceTop(Math.max(1, ...bars.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0))))
  const x = (atMs: number) => size.left + ((atMs - startMs) / lengthMs) * plot.width
  const y = (count: number) => size.top + plot.height * (1 - count / top)
  const width = Math.max(0.5, (plot.width * stepMs) / lengthMs - 0.5).toFixed(2)

  const drawn = bars.flatMap(({ atMs, counts }) => {
    let below = 0
    return counts.flatMap((count, rank) => {
      if (count === 0) return []
      below += count
      const height = ((count / top) * plot.height).toFixed(2)
      return [html`<rect class="s${rank}" x="${x(atMs).toFixed(2)}" y="${y(below).toFixed(2)}" width="${width}" height="${height}"></rect>`]
    })
  })
  const levels = [0, top / 2, top].map(
    (level) =>
      html`<line x1="${size.left}" x2="${size.width}" y1="${y(level)}" y2="${y(level)}"></line
        ><text x="${size.left - 6}" y="${y(level) + 3}" text-anchor="end">${figures.format(level)}</text>`,
  )
  const times = [0, 1, 2, 3, 4].map((part) => {
    const atMs = startMs + (lengthMs * part) / 5
    return html`<text x="${x(atMs)}" y="${size.height - 6}">${labelOf(atMs, lengthMs)}</text>`
  })
  const legend = severities.map((name, rank) => html`<span class="key s${rank}"></span>${name}`)
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Events over time by severity">
      ${levels}${drawn}${times}
    </svg>
    <p class="faint">Events, times in UTC:${legend}</p>`
}
