/** The explorer: one view of what is measured, put together step by step; the address holds it. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartSpline, LayoutDashboard } from 'lucide-react'
import { useState } from 'react'
import type { Board, Panel, View } from '../../../shared/contract/dashboards.ts'
import { titleOfSelected } from '../../../shared/series.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { PageScroll } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { drawnChartFiles } from '../metrics/chart-files.ts'
import { useTimeRange } from '../metrics/use-time-range.ts'
import { boardsOptions } from './board-queries.ts'
import { readView } from './dashboards-search.ts'
import { PanelDialog } from './panel.dialog.tsx'
import { useExplored } from './use-explored.ts'
import { ViewFields } from './view-fields.tsx'

export const ExplorePage = () =>
  useMay('metrics:read') ? (
    <Explore />
  ) : (
    <NoPermissionState
      title="The explorer is not open to you"
      text="Your role may not read the metrics. An administrator can change that."
    />
  )

const titleOf = ({ name, by }: View): string => `${titleOfSelected({ name, labels: {} })}${by === null ? '' : ` by ${by}`}`

const Explore = () => {
  const search = useSearch({ from: '/explore' })
  const navigate = useNavigate({ from: '/explore' })
  const { compare, setCompare } = useTimeRange()
  const mayWrite = useMay('alerts:write')
  const [saveTo, setSaveTo] = useState<Board | null>(null)
  const boards = useQuery({ ...boardsOptions, enabled: mayWrite }).data ?? []
  const { window } = useTimeRange()
  const view = readView(search.view)
  const log = search.log ?? false
  const change = (next: View) => void navigate({ search: (known) => ({ ...known, view: JSON.stringify(next) }), replace: true })
  return (
    <PageScroll label="Explore">
      <form className="grid gap-4 border-b border-hairline p-4" onSubmit={(event) => event.preventDefault()}>
        <ViewFields view={view} onChange={change} />
        <div className="flex flex-wrap items-center gap-4">
          <Checkbox
            checked={log}
            onChange={(on) => void navigate({ search: (known) => ({ ...known, log: on || undefined }), replace: true })}
          >
            Logarithmic
          </Checkbox>
          <Checkbox checked={compare} onChange={setCompare}>
            With the time before
          </Checkbox>
          <span className="flex-1" />
          {mayWrite && view && boards.length > 0 && (
            <Menu align="end" trigger={<Button>Add to a dashboard</Button>}>
              {boards.map((board) => (
                <MenuItem key={board.id} icon={<LayoutDashboard aria-hidden />} onSelect={() => setSaveTo(board)}>
                  {board.name}
                </MenuItem>
              ))}
            </Menu>
          )}
        </div>
      </form>
      {view ? (
        // A chart begins anew with its scale.
        <Chart key={String(log)} view={view} log={log} compare={compare} />
      ) : (
        <EmptyState
          icon={<ChartSpline aria-hidden />}
          title="Choose what is measured"
          text="Everything that is kept can be drawn here: filtered by its labels, joined, and split."
        />
      )}
      {view && saveTo && <PanelDialog board={saveTo} at={null} begin={view} window={window} onClose={() => setSaveTo(null)} />}
    </PageScroll>
  )
}

const Chart = ({ view, log, compare }: Pick<Panel, 'view' | 'log' | 'compare'>) => {
  const { window, zoom, zoomOut } = useTimeRange()
  const { query, model, leftOut } = useExplored('explored', { title: titleOf(view), view, compare, threshold: null }, window, true)
  if (model)
    return (
      <ChartGroup tells="all" className="p-4">
        <ChartCard
          model={model}
          files={drawnChartFiles}
          now={null}
          log={log}
          heightPx={320}
          note={leftOut > 0 ? `the eight highest; ${formatCounted(leftOut, 'line', 'lines')} more not shown` : undefined}
          onZoom={zoom}
          onZoomOut={zoomOut}
        />
      </ChartGroup>
    )
  if (query.error)
    return <ErrorState title="It could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
  if (query.data)
    return (
      <EmptyState
        icon={<ChartSpline aria-hidden />}
        title="Nothing was measured in this time"
        text="Choose another time above, fewer filters, or something else."
      />
    )
  return <Skeleton className="m-4 h-40" />
}
