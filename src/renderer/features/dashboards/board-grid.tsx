/** The panels of a board in their order; one is put elsewhere by dragging it, or by its menu. */
import { useState } from 'react'
import type { Board, Panel } from '../../../shared/contract/dashboards.ts'
import { mostPanels } from '../../../shared/contract/dashboards.ts'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { classNames } from '../../ui/class-names.ts'
import { toastProblem } from '../../ui/toast.tsx'
import type { TimeWindow } from '../../ui/time-range.ts'
import { changeOrTell } from './board-queries.ts'
import { movePanel } from './move-panel.ts'
import { PanelCard } from './panel-card.tsx'

interface BoardGridProps {
  board: Board
  window: TimeWindow
  mayWrite: boolean
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
  onChange: (panel: number) => void
  onExplore: (panel: Panel) => void
}

export const BoardGrid = ({ board, window, mayWrite, onZoom, onZoomOut, onChange, onExplore }: BoardGridProps) => {
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const { panels } = board
  const put = (next: Panel[], done: string | null) => changeOrTell(board, { panels: next }, done)
  const replace = (at: number, panel: Panel) => panels.map((one, index) => (index === at ? panel : one))
  const drop = (at: number) => {
    if (dragged !== null && dragged !== at) put(movePanel(panels, dragged, at), null)
    setDragged(null)
    setOver(null)
  }
  return (
    <ChartGroup tells="all">
      <ul className="grid grid-cols-2 max-wide:grid-cols-1">
        {panels.map((panel, at) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the menu of the panel does the same by keyboard
          <li
            // Panels have no name of their own: what they show and where they stand is who they are.
            key={`${at} ${panel.title} ${JSON.stringify(panel.view)}`}
            draggable={mayWrite}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(at)
            }}
            onDragEnd={() => {
              setDragged(null)
              setOver(null)
            }}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              setOver(at)
            }}
            onDrop={(event) => {
              event.preventDefault()
              drop(at)
            }}
            className={classNames(
              'min-w-0 border-b border-hairline-soft',
              panel.size === 'full' && 'col-span-full',
              over === at && dragged !== at && 'bg-accent-tint',
              dragged === at && 'opacity-50',
            )}
          >
            <PanelCard
              id={`${board.id} ${at}`}
              panel={panel}
              window={window}
              onZoom={onZoom}
              onZoomOut={onZoomOut}
              onExplore={() => onExplore(panel)}
              acts={
                mayWrite
                  ? {
                      earlier: at === 0 ? null : () => put(movePanel(panels, at, at - 1), null),
                      later: at === panels.length - 1 ? null : () => put(movePanel(panels, at, at + 1), null),
                      resize: () => put(replace(at, { ...panel, size: panel.size === 'half' ? 'full' : 'half' }), null),
                      change: () => onChange(at),
                      duplicate: () =>
                        panels.length >= mostPanels
                          ? toastProblem({ title: 'Nothing was added', text: `A dashboard holds at most ${mostPanels} panels.` })
                          : put([...panels.slice(0, at + 1), panel, ...panels.slice(at + 1)], `“${panel.title}” was duplicated`),
                      remove: () =>
                        put(
                          panels.filter((_, index) => index !== at),
                          `“${panel.title}” was removed`,
                        ),
                    }
                  : null
              }
            />
          </li>
        ))}
      </ul>
    </ChartGroup>
  )
}
