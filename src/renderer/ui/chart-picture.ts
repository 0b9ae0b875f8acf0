/** A chart as a picture (PNG), drawn anew from its points in the colours of the theme: the page's own drawing cannot leave it whole. */
import type { ChartModel } from './chart-model.ts'
import { rowsOf } from './chart-rows.ts'
import { heightOf, type ChartScale } from './chart-scale.ts'
import { formatExact } from './format.ts'
import { formatFigure } from './figures.ts'
import { seriesDash } from './series-look.ts'
import { timeTicks } from './time-ticks.ts'

const size = { width: 800, height: 300, left: 16, right: 16, top: 52, bottom: 28, sharpness: 2 }
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }

/** Colours as the browser computes them: a canvas knows neither tokens nor light-dark(). */
const readColours = () => {
  const probe = document.createElement('span')
  document.body.append(probe)
  const read = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const colours = {
    ground: read('--surface-1'),
    text: read('--text-1'),
    faint: read('--text-3'),
    grid: read('--chart-grid'),
    gap: read('--hover'),
    threshold: read('--medium-fill'),
    before: read('--chart-before'),
    series: seriesDash.map((_, index) => read(`--series-${index + 1}`)),
  }
  probe.remove()
  return colours
}

export const chartPicture = async (model: ChartModel, scale: ChartScale, hidden: readonly string[]): Promise<Blob> => {
  const canvas = document.createElement('canvas')
  canvas.width = size.width * size.sharpness
  canvas.height = size.height * size.sharpness
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser draws no pictures.')
  const { lines, span, measure, thresholds = [], events = [] } = model
  const colours = readColours()
  const font = getComputedStyle(document.body).fontFamily
  const x = (atMs: number) => size.left + ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * plot.width
  const y = (value: number) => size.top + (1 - heightOf(value, scale)) * plot.height
  const stroke = (colour: string, width: number, dash: number[], path: () => void) => {
    pen.strokeStyle = colour
    pen.lineWidth = width
    pen.setLineDash(dash)
    pen.beginPath()
    path()
    pen.stroke()
  }
  const level = (at: number) => () => {
    pen.moveTo(size.left, at)
    pen.lineTo(size.left + plot.width, at)
  }
  const write = (text: string, atX: number, atY: number, align: CanvasTextAlign, colour: string, weight = 400) => {
    pen.font = `${weight} 12px ${font}`
    pen.textAlign = align
    pen.fillStyle = colour
    pen.fillText(text, atX, atY)
  }
  pen.scale(size.sharpness, size.sharpness)
  pen.fillStyle = colours.ground
  pen.fillRect(0, 0, size.width, size.height)
  write(model.title, size.left, 20, 'left', colours.text, 600)
  write(
    `${formatExact(span.fromMs).slice(0, -4)} to ${formatExact(span.toMs).slice(0, -4)}`,
    size.width - size.right,
    20,
    'right',
    colours.faint,
  )
  const shown = lines.map((line, index) => ({ line, index })).filter(({ line }) => !hidden.includes(line.key))
  const { rows, gaps } = rowsOf(
    shown.map(({ line }) => line),
    span,
  )
  pen.fillStyle = colours.gap
  for (const gap of gaps) pen.fillRect(x(gap.fromMs), size.top, x(gap.toMs) - x(gap.fromMs), plot.height)
  for (const part of [0, 0.25, 0.5, 0.75, 1]) stroke(colours.grid, 1, [], level(size.top + part * plot.height))
  for (const { value } of thresholds) stroke(colours.threshold, 1, [3, 3], level(y(value)))
  let wordsEndAtX = -Infinity
  for (const { atMs, word } of events) {
    stroke(colours.faint, 1, [1, 3], () => {
      pen.moveTo(x(atMs), size.top)
      pen.lineTo(x(atMs), size.top + plot.height)
    })
    const turned = x(atMs) > size.width * 0.8
    const beginsAtX = turned ? x(atMs) - 4 - pen.measureText(word).width : x(atMs) + 4
    if (beginsAtX < wordsEndAtX || atMs < span.fromMs) continue
    write(word, x(atMs) + (turned ? -4 : 4), size.top + 16, turned ? 'right' : 'left', colours.faint)
    wordsEndAtX = x(atMs) + (turned ? 0 : 8 + pen.measureText(word).width)
  }
  const trace = (key: string) => () => {
    let down = false
    for (const row of rows) {
      const value = row[key]
      if (value === undefined) continue
      if (value === null) down = false
      else if (down) pen.lineTo(x(row.atMs), y(value))
      else {
        pen.moveTo(x(row.atMs), y(value))
        down = true
      }
    }
  }
  const dashOf = (index: number) => (seriesDash[index] ?? '').split(' ').filter(Boolean).map(Number)
  for (const { line } of shown) if (line.before) stroke(colours.before, 1, [2, 2], trace(`before ${line.key}`))
  for (const { line, index } of shown) stroke(colours.series[index] ?? colours.text, 1.5, dashOf(index), trace(line.key))
  write(formatFigure(scale.top, measure), size.width - size.right, size.top - 6, 'right', colours.faint)
  for (const { atMs, label } of timeTicks(span.fromMs, span.toMs, 8, new Date(span.toMs).getTimezoneOffset() * -60_000))
    write(label, x(atMs), size.height - 10, 'center', colours.faint)
  let legendX = size.left
  if (lines.length > 1) {
    for (const { line, index } of shown) {
      stroke(colours.series[index] ?? colours.text, 2, dashOf(index), () => {
        pen.moveTo(legendX, 36)
        pen.lineTo(legendX + 14, 36)
      })
      write(line.name, legendX + 20, 40, 'left', colours.text)
      legendX += 36 + pen.measureText(line.name).width
    }
  }
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('The picture could not be made.'))), 'image/png')
  })
}
