/** The incidents, newest first, walked by keyboard row by row. */
import type { ReactNode } from 'react'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { columnGrid, columns, headPx, rowPx } from './incident-columns.ts'
import { IncidentRow } from './incident-row.tsx'

interface IncidentListProps {
  incidents: readonly Incident[]
  mixed: boolean
  openId: string | null
  /** Opens an incident; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** Below the last row. */
  foot: ReactNode
}

const idOf = ({ id }: Incident) => id

export const IncidentList = ({ incidents, mixed, openId, onOpen, foot }: IncidentListProps) => {
  const { scroller, rowsBegin, items, cursorId, ...walk } = useWalkedList({
    rows: incidents,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-incident',
    headPx,
    headingPx: 0,
    rowPx,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts([
    { keys: 'j', label: 'Next incident', group: 'Incidents', run: () => walk.step(1) },
    { keys: 'k', label: 'Previous incident', group: 'Incidents', run: () => walk.step(-1) },
    { keys: 'Enter', label: 'Open the incident', group: 'Incidents', run: () => cursorId !== null && walk.open(cursorId) },
  ])
  return (
    <div ref={scroller} data-beside={openId === null ? undefined : ''} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label="Incidents, newest first"
        aria-rowcount={incidents.length + 1}
        aria-colcount={columns.length}
        onKeyDown={walk.keyDown}
        onClick={walk.click}
      >
        <div role="rowgroup" className="sticky top-0 z-2">
          <div
            role="row"
            aria-rowindex={1}
            className={`${columnGrid} h-7 bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]`}
          >
            {columns.map(({ name, className }) => (
              <span key={name} role="columnheader" className={className}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
          {items.map(({ index, key, start }) => {
            const incident = incidents[index]
            return (
              incident && (
                <IncidentRow
                  key={key}
                  of={incident}
                  rowIndex={index + 2}
                  topPx={start - headPx}
                  open={incident.id === openId}
                  tabbable={index === walk.cursorIndex}
                  mixed={mixed}
                />
              )
            )
          })}
        </div>
      </div>
      {foot}
    </div>
  )
}
