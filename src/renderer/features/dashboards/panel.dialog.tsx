/** Adds a panel to a board or changes one, with its chart below. */
import { useState } from 'react'
import type { Board, Panel, View } from '../../../shared/contract/dashboards.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { formatNumber } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import type { TimeWindow } from '../../ui/time-range.ts'
import { TimeSeriesChart } from '../../ui/time-series-chart.tsx'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { useAct } from '../../api/use-act.ts'
import { changeBoard } from './board-queries.ts'
import { placeOf, putPanel } from './put-panel.ts'
import { useExplored } from './use-explored.ts'
import { ViewFields } from './view-fields.tsx'

interface PanelDialogProps {
  board: Board
  /** Null: a new one, at the end. */
  at: number | null
  /** What a new one begins with. */
  begin?: View
  window: TimeWindow
  onClose: () => void
}

const none = () => {}

const Preview = ({ panel, window }: { panel: Panel; window: TimeWindow }) => {
  const { model, query, leftOut } = useExplored('preview', panel, window, true)
  if (!model) return <p className="text-2">{query.data ? 'Not measured here in this time.' : 'Reading what was measured…'}</p>
  return (
    <ChartGroup tells="own">
      <TimeSeriesChart model={model} log={panel.log} hidden={[]} onHide={none} onZoom={none} onZoomOut={none} />
      {leftOut > 0 && <p className="text-small text-2">The eight highest are shown; {formatNumber(leftOut)} more are not.</p>}
    </ChartGroup>
  )
}

export const PanelDialog = ({ board, at, begin, window, onClose }: PanelDialogProps) => {
  // As it was opened: the board itself is read anew meanwhile, and a place in it may be another's by then.
  const [opened] = useState(() => ({ boardId: board.id, at: at ?? 0, panel: at === null ? null : (board.panels[at] ?? null) }))
  const known = opened.panel
  const place = known && placeOf(board.panels, known, opened.at)
  const isMoved = board.id !== opened.boardId
  const isAdded = place === null
  const [title, setTitle] = useState(known?.title ?? '')
  const [view, setView] = useState<View | null>(known?.view ?? begin ?? null)
  const [full, setFull] = useState(known?.size === 'full')
  const [log, setLog] = useState(known?.log ?? false)
  const [compare, setCompare] = useState(known?.compare ?? false)
  const [line, setLine] = useState(known?.threshold === null || known === null ? '' : String(known.threshold))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const threshold = line.trim() === '' ? null : Number(line.replace(',', '.'))
  const wrongLine = threshold !== null && !Number.isFinite(threshold)
  const wrongTitle = title.trim() === '' || title.trim().length > 80
  const panel: Panel | null = view && {
    title: title.trim(),
    size: full ? 'full' : 'half',
    view,
    log,
    compare,
    threshold: wrongLine ? null : threshold,
  }
  const problem = isMoved
    ? 'The dashboard was deleted elsewhere meanwhile. What you typed is kept as long as this stays open.'
    : known && isAdded && !act.busy
      ? 'This panel was changed or removed elsewhere meanwhile. What you typed is kept; it is added as a panel of its own.'
      : tried && !view
        ? 'Choose what is measured.'
        : null
  const submit = () => {
    setTried(true)
    if (!panel || wrongTitle || wrongLine || isMoved) return
    const panels = putPanel(board.panels, panel, place)
    void act.run(async () => {
      await changeBoard(board, { panels }, isAdded ? `“${panel.title}” was added` : `“${panel.title}” was changed`)
      onClose()
    })
  }
  return (
    <FormDialog
      title={known ? `Change “${known.title}”` : 'Add a panel'}
      save={isAdded ? 'Add panel' : 'Save changes'}
      act={act}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Title"
        placeholder="Errors of the shop"
        value={title}
        error={tried && wrongTitle ? 'Give it a title of at most 80 letters.' : undefined}
        onChange={(event) => setTitle(event.target.value)}
        autoComplete="off"
      />
      <ViewFields view={view} onChange={setView} />
      <div className="flex flex-wrap items-center gap-4">
        <Checkbox checked={full} onChange={setFull}>
          Full width
        </Checkbox>
        <Checkbox checked={log} onChange={setLog}>
          Logarithmic
        </Checkbox>
        <Checkbox checked={compare} onChange={setCompare}>
          With the time before
        </Checkbox>
      </div>
      <TextField
        label="A line at (optional)"
        inputMode="decimal"
        className="w-40"
        value={line}
        error={wrongLine ? 'A number.' : undefined}
        onChange={(event) => setLine(event.target.value)}
        autoComplete="off"
      />
      {panel && <Preview panel={panel} window={window} />}
    </FormDialog>
  )
}
