/** The requests, newest first, walked by keyboard row by row. */
import { useEffect, type ReactNode } from 'react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { columnGrid, columns, headPx, rowPx } from './request-columns.ts'
import { RequestRow } from './request-row.tsx'
import type { TrafficNames } from './traffic-names.ts'

interface RequestListProps {
  requests: readonly RequestRecord[]
  names: TrafficNames
  openId: string | null
  /** Opens a request; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** The last row is near. */
  onNearEnd: () => void
  /** Whether the newest row is in view. */
  onTop: (atTop: boolean) => void
  /** Below the last row. */
  foot: ReactNode
}

const idOf = ({ id }: RequestRecord) => id
const nearEndRows = 30

export const RequestList = ({ requests, names, openId, onOpen, onNearEnd, onTop, foot }: RequestListProps) => {
  const { scroller, rowsBegin, items, cursorId, ...walk } = useWalkedList({
    rows: requests,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-request',
    headPx,
    headingPx: 0,
    rowPx,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts([
    { keys: 'j', label: 'Next request', group: 'Traffic', run: () => walk.step(1) },
    { keys: 'k', label: 'Previous request', group: 'Traffic', run: () => walk.step(-1) },
    { keys: 'Enter', label: 'Open the request', group: 'Traffic', run: () => cursorId !== null && walk.open(cursorId) },
  ])
  const near = (items.at(-1)?.index ?? 0) >= requests.length - nearEndRows
  useEffect(() => {
    if (near) onNearEnd()
  }, [near, requests.length, onNearEnd])
  const atTop = walk.offsetPx < rowPx
  useEffect(() => onTop(atTop), [atTop, onTop])
  return (
    <div ref={scroller} data-beside={openId === null ? undefined : ''} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label="Requests, newest first"
        aria-rowcount={requests.length + 1}
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
            const request = requests[index]
            return (
              request && (
                <RequestRow
                  key={key}
                  of={request}
                  names={names}
                  rowIndex={index + 2}
                  topPx={start - headPx}
                  open={request.id === openId}
                  tabbable={index === walk.cursorIndex}
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
