/** Lines over time, drawn by recharts; what moves with the pointer lies over them and costs no new drawing. */
import { memo, useMemo, useState } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceArea, ReferenceLine, XAxis, YAxis } from 'recharts'
import { useChartGroup } from './chart-cursor.ts'
import type { ChartModel } from './chart-model.ts'
import { ChartOverlay } from './chart-overlay.tsx'
import { ChartLegend, EventWords, TimeMarks } from './chart-words.tsx'
import { beforeKey, rowsOf, type ChartRow, type Gap } from './chart-rows.ts'
import { logBottom, nextTop, type ChartScale } from './chart-scale.ts'
import { formatFigure } from './figures.ts'
import { seriesDash } from './series-look.ts'
import { useWidth } from './use-width.ts'

interface TimeSeriesChartProps {
  model: ChartModel
  log: boolean
  /** Keys of lines that are switched off in the legend. */
  hidden: readonly string[]
  onHide: (hidden: string[]) => void
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
  heightPx?: number
}

export const TimeSeriesChart = ({ model, log, hidden, onHide, onZoom, onZoomOut, heightPx = 128 }: TimeSeriesChartProps) => {
  const group = useChartGroup()
  const [plotRef, widthPx] = useWidth()
  const { lines, span, measure, events = [] } = model
  const { rows, gaps } = useMemo(
    () =>
      rowsOf(
        lines.filter(({ key }) => !hidden.includes(key)),
        span,
      ),
    [lines, hidden, span],
  )
  const extent = useMemo(() => extentOf(rows), [rows])
  // The top is kept from one drawing to the next, so that the axis stands still.
  const [kept, setKept] = useState<{ top: number | null }>({ top: null })
  const top = model.top ?? nextTop(kept.top, extent.highest, measure, group.isLookedAt())
  if (top !== kept.top) setKept({ top })
  const bottom = log ? logBottom(extent.smallest, top) : 0
  const scale = useMemo((): ChartScale => ({ top, bottom, log }), [top, bottom, log])
  return (
    <figure className="mt-4" aria-label={`${model.title}, ${model.spanWords}`}>
      <div ref={plotRef} className="relative">
        <div aria-hidden style={{ height: heightPx }}>
          {widthPx > 0 && (
            <Plot model={model} rows={rows} gaps={gaps} scale={scale} hidden={hidden} widthPx={widthPx} heightPx={heightPx} />
          )}
        </div>
        <span aria-hidden data-axis-top="" className="pointer-events-none absolute top-0 right-0 -translate-y-full text-micro text-3">
          {formatFigure(top, measure)}
        </span>
        <EventWords events={events} span={span} widthPx={widthPx} />
        <ChartOverlay model={model} scale={scale} hidden={hidden} onZoom={onZoom} onZoomOut={onZoomOut} />
      </div>
      <TimeMarks span={span} widthPx={widthPx} />
      {lines.length > 1 && <ChartLegend lines={lines} hidden={hidden} onHide={onHide} />}
    </figure>
  )
}

const extentOf = (rows: readonly ChartRow[]) => {
  let highest = 0
  let smallest = Infinity
  for (const { atMs: _atMs, ...values } of rows) {
    for (const value of Object.values(values)) {
      if (value === null) continue
      if (value > highest) highest = value
      if (value > 0 && value < smallest) smallest = value
    }
  }
  return { highest, smallest: smallest === Infinity ? 0 : smallest }
}

interface PlotProps {
  model: ChartModel
  rows: ChartRow[]
  gaps: readonly Gap[]
  scale: ChartScale
  hidden: readonly string[]
  widthPx: number
  heightPx: number
}

const noMargin = { top: 0, right: 0, bottom: 0, left: 0 }

const Plot = memo(({ model, rows, gaps, scale: { top, bottom, log }, hidden, widthPx, heightPx }: PlotProps) => {
  const { lines, span, thresholds = [], events = [] } = model
  // A logarithm knows no zero: it stands at the bottom.
  const at = (key: string) => (row: ChartRow) => {
    const value = row[key]
    return log && typeof value === 'number' ? Math.max(value, bottom) : value
  }
  const drawn = lines.map(({ key, before }, index) => ({ key, before, index })).filter(({ key }) => !hidden.includes(key))
  return (
    <LineChart data={rows} width={widthPx} height={heightPx} margin={noMargin} accessibilityLayer={false} className="pointer-events-none">
      <XAxis dataKey="atMs" type="number" domain={[span.fromMs, span.toMs]} allowDataOverflow hide />
      <YAxis type="number" domain={[bottom, top]} scale={log ? 'log' : 'linear'} allowDataOverflow hide />
      <CartesianGrid vertical={false} stroke="var(--chart-grid)" horizontalPoints={[0.5, heightPx / 4, heightPx / 2, (heightPx * 3) / 4]} />
      {gaps.map(({ fromMs, toMs }) => (
        <ReferenceArea key={fromMs} x1={fromMs} x2={toMs} fill="var(--hover)" fillOpacity={1} stroke="none" ifOverflow="hidden" />
      ))}
      {thresholds.map(({ value, severity }) => (
        <ReferenceLine
          key={value}
          y={value}
          data-sev={severity}
          stroke={`var(--${severity === 'info' || severity === 'low' ? severity : `${severity}-fill`})`}
          strokeDasharray="3 3"
          ifOverflow="hidden"
        />
      ))}
      {events.map(({ atMs, word }) => (
        <ReferenceLine key={`${atMs} ${word}`} x={atMs} stroke="var(--text-3)" strokeDasharray="1 3" ifOverflow="hidden" />
      ))}
      {drawn
        .filter(({ before }) => before !== undefined)
        .map(({ key }) => (
          <Line
            key={beforeKey(key)}
            dataKey={at(beforeKey(key))}
            type="linear"
            stroke="var(--chart-before)"
            strokeDasharray="2 2"
            strokeWidth={1}
            dot={false}
            activeDot={false}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      {drawn.map(({ key, index }) => (
        <Line
          key={key}
          dataKey={at(key)}
          type="linear"
          stroke={`var(--series-${index + 1})`}
          strokeDasharray={seriesDash[index]}
          strokeWidth={1.5}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <ReferenceLine y={bottom} stroke="var(--hairline-strong)" />
    </LineChart>
  )
})
Plot.displayName = 'Plot'
