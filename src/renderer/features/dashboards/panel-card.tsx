/** One panel of a board: its chart, and what can be done with it. */
import { ArrowLeft, ArrowRight, Copy, GripVertical, Maximize2, Minimize2, Pencil, Search, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import type { Panel } from '../../../shared/contract/dashboards.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import { formatCounted } from '../../ui/format.ts'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { TimeWindow } from '../../ui/time-range.ts'
import { ErrorState } from '../../ui/view-state.tsx'
import { drawnChartFiles } from '../metrics/chart-files.ts'
import { useExplored } from './use-explored.ts'
import { useInSight } from './use-in-sight.ts'

export interface PanelActs {
  /** Null at either end. */
  earlier: (() => void) | null
  later: (() => void) | null
  resize: () => void
  change: () => void
  duplicate: () => void
  remove: () => void
}

interface PanelCardProps {
  id: string
  panel: Panel
  window: TimeWindow
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
  onExplore: () => void
  /** Null: it may only be looked at. */
  acts: PanelActs | null
}

export const PanelCard = ({ id, panel, window, onZoom, onZoomOut, onExplore, acts }: PanelCardProps) => {
  const frame = useRef<HTMLDivElement>(null)
  const inSight = useInSight(frame)
  const { query, model, leftOut } = useExplored(id, panel, window, inSight)
  const newest = model?.lines.length === 1 ? (model.lines[0]?.points.findLast(({ mean }) => mean !== null)?.mean ?? null) : null
  const more = (
    <>
      <MenuItem icon={<Search aria-hidden />} onSelect={onExplore}>
        Explore
      </MenuItem>
      {acts && (
        <>
          <MenuItem icon={<Pencil aria-hidden />} onSelect={acts.change}>
            Change…
          </MenuItem>
          <MenuItem icon={<Copy aria-hidden />} onSelect={acts.duplicate}>
            Duplicate
          </MenuItem>
          {acts.earlier && (
            <MenuItem icon={<ArrowLeft aria-hidden />} onSelect={acts.earlier}>
              Move earlier
            </MenuItem>
          )}
          {acts.later && (
            <MenuItem icon={<ArrowRight aria-hidden />} onSelect={acts.later}>
              Move later
            </MenuItem>
          )}
          <MenuItem icon={panel.size === 'half' ? <Maximize2 aria-hidden /> : <Minimize2 aria-hidden />} onSelect={acts.resize}>
            {panel.size === 'half' ? 'Full width' : 'Half width'}
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} onSelect={acts.remove}>
            Remove
          </MenuItem>
        </>
      )}
      <MenuSeparator />
    </>
  )
  const content = () => {
    if (model)
      return (
        <ChartCard
          model={model}
          files={drawnChartFiles}
          now={newest}
          more={more}
          log={panel.log}
          note={leftOut > 0 ? `${formatCounted(leftOut, 'line', 'lines')} more not shown` : undefined}
          onZoom={onZoom}
          onZoomOut={onZoomOut}
        />
      )
    return (
      <ChartCard
        model={{
          id,
          title: panel.title,
          spanWords: '',
          span: { fromMs: 0, toMs: 1, stepMs: 1 },
          lines: [],
          series: [],
          measure: { unit: 'count' },
        }}
        now={null}
        more={more}
        instead={
          query.error ? (
            <ErrorState title="It could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
          ) : query.data ? (
            <p className="grid h-32 place-items-center text-2">Not measured here in this time.</p>
          ) : (
            <Skeleton className="mt-4 h-32 w-full" />
          )
        }
        onZoom={onZoom}
        onZoomOut={onZoomOut}
      />
    )
  }
  return (
    <div ref={frame} className="group/panel relative min-h-44 min-w-0 p-4">
      {acts && (
        <GripVertical aria-hidden className="absolute top-5 left-0.5 size-3 cursor-grab text-3 opacity-0 group-hover/panel:opacity-100" />
      )}
      {content()}
    </div>
  )
}
