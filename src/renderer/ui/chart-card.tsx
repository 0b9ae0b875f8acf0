/** A chart with its head: title, the figure now, what it is out of, and the small menu. */
import { ChartLine, Ellipsis, FileDown, FileSpreadsheet, Image, ImageDown, Table } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { chartCsv } from './chart-csv.ts'
import type { ChartFiles, ChartModel } from './chart-model.ts'
import { chartPicture } from './chart-picture.ts'
import { rowsOf } from './chart-rows.ts'
import { logBottom, nextTop } from './chart-scale.ts'
import { ChartTableDialog } from './chart-table.dialog.tsx'
import { FigureText } from './figure-text.tsx'
import { IconButton } from './icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from './menu.tsx'
import { TimeSeriesChart } from './time-series-chart.tsx'
import { toastDone, toastProblem } from './toast.tsx'

interface ChartCardProps {
  model: ChartModel
  /** The newest value; null while there is none. */
  now: number | null
  note?: ReactNode
  /** Without it a chart can be copied only. */
  files?: ChartFiles
  /** Items of the menu, above the usual ones. */
  more?: ReactNode
  /** Whether it begins with a logarithmic scale. */
  log?: boolean
  heightPx?: number
  /** In the place of the chart, where there is nothing to draw. */
  instead?: ReactNode
  /** A comparison in words, under the head. */
  below?: ReactNode
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
}

const copied = (what: string) => toastDone({ title: `${what} was copied` })
const notCopied = () =>
  toastProblem({
    title: 'Nothing was copied',
    text: 'This window may not use the clipboard. Show the chart as a table and select its text.',
  })

const notDownloaded = (error: unknown) =>
  toastProblem({ title: 'Nothing was downloaded', text: error instanceof Error ? error.message : 'The chart could not be handed out.' })

export const ChartCard = ({
  model,
  now,
  note,
  files,
  more,
  log: beginLog = false,
  heightPx,
  instead,
  below,
  onZoom,
  onZoomOut,
}: ChartCardProps) => {
  const [log, setLog] = useState(beginLog)
  const [hidden, setHidden] = useState<string[]>([])
  const [table, setTable] = useState(false)
  const draw = () => chartPicture(model, pictureScale(model, hidden, log), hidden)
  const copyPicture = () => {
    // The clipboard must be asked within the press: it takes the promise of a picture.
    const item = new ClipboardItem({ 'image/png': draw() })
    navigator.clipboard.write([item]).then(() => copied('The picture'), notCopied)
  }
  const copyCsv = () => void navigator.clipboard.writeText(chartCsv(model)).then(() => copied('The table'), notCopied)
  return (
    <div data-chart={model.id} className="group/card">
      <header className="flex min-h-6 items-baseline gap-2 leading-6">
        <h2 className="cut flex-none">{model.title}</h2>
        {now !== null && (
          <span data-figure="">
            <FigureText value={now} measure={model.measure} />
          </span>
        )}
        <span className="cut ml-auto text-small leading-6 text-3">{note}</span>
        <Menu
          trigger={
            <IconButton name={`More about ${model.title}`} className="-mr-2 h-6 w-6 self-center">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          {more}
          {instead === undefined && (
            <>
              <MenuItem icon={<ChartLine aria-hidden />} onSelect={() => setLog(!log)}>
                {log ? 'Linear scale' : 'Logarithmic scale'}
              </MenuItem>
              <MenuItem icon={<Table aria-hidden />} onSelect={() => setTable(true)}>
                Show as a table
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon={<FileSpreadsheet aria-hidden />} onSelect={copyCsv}>
                Copy as CSV
              </MenuItem>
              <MenuItem icon={<Image aria-hidden />} onSelect={copyPicture}>
                Copy as PNG
              </MenuItem>
              {files && (
                <>
                  <MenuSeparator />
                  <MenuItem icon={<FileDown aria-hidden />} onSelect={() => files.csv(model).catch(notDownloaded)}>
                    Download CSV
                  </MenuItem>
                  <MenuItem
                    icon={<ImageDown aria-hidden />}
                    onSelect={() =>
                      draw()
                        .then((png) => files.picture(model, png))
                        .catch(notDownloaded)
                    }
                  >
                    Download PNG
                  </MenuItem>
                </>
              )}
            </>
          )}
        </Menu>
      </header>
      {below !== undefined && <p className="cut min-h-4 text-small text-3">{below}</p>}
      {instead ?? (
        <TimeSeriesChart
          model={model}
          log={log}
          hidden={hidden}
          onHide={setHidden}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
          heightPx={heightPx}
        />
      )}
      <ChartTableDialog model={model} open={table} onClose={() => setTable(false)} />
    </div>
  )
}

const pictureScale = ({ lines, span, measure, top }: ChartModel, hidden: readonly string[], log: boolean) => {
  const { rows } = rowsOf(
    lines.filter(({ key }) => !hidden.includes(key)),
    span,
  )
  const values = rows.flatMap(({ atMs: _atMs, ...rest }) => Object.values(rest).filter((value) => value !== null))
  const reached = top ?? nextTop(null, Math.max(0, ...values), measure, false)
  const above = values.filter((value) => value > 0)
  return { top: reached, bottom: log ? logBottom(Math.min(...above, reached), reached) : 0, log }
}
